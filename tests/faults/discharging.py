"""A process that discharges arrived movements, as a web process would, and prints how long each took.

`python -m tests.faults.discharging USERNAME OFFICE MOVEMENT...`
"""

import json
import sys
import time
import uuid
from importlib import import_module

import django


def main(username: str, office: str, *movements: str) -> None:
    django.setup()
    from acts.common import clock
    from offices import actors
    from offices.models import User
    from transit.rehearsal import journey
    from transit.services import destination

    # What a web process loaded long ago is no part of a discharge.
    import_module("kombu.transport.redis")
    actor = actors.of(User.objects.get(username=username), at=clock.now(), proof=journey.at_the_desk)
    actor = actor.acting(next(row.pk for row in actor.postings if row.office_id == office))
    for key in movements:
        began = time.monotonic()
        row = destination.record_results(actor=actor, movement=uuid.UUID(key), result="A2", at=clock.now())
        print(json.dumps({"state": row.state, "seconds": time.monotonic() - began}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
