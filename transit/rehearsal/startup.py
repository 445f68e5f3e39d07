"""How a worker process of the drive begins. Apart from the drive: no model may be imported before Django is set up."""

from multiprocessing.synchronize import Barrier

import django
from django.db import connection

_PATIENCE = 120.0


def ready(together: Barrier) -> None:
    """Set up Django, connect, and wait for the other workers; BrokenBarrierError if one of them never comes."""
    django.setup()
    connection.ensure_connection()
    together.wait(_PATIENCE)
