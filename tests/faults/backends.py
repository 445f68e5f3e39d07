"""What PostgreSQL itself knows of other processes' transactions: the proof of where a kill lands."""

from django.db import connection

_UNFINISHED = "state = 'idle in transaction' AND backend_xid IS NOT NULL"


def open_transactions() -> list[tuple[int, str]]:
    """Other backends that have written, not committed, and wait for their client, with their last statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid, query FROM pg_stat_activity WHERE datname = current_database()"
            f" AND pid <> pg_backend_pid() AND {_UNFINISHED}"
        )
        return [(int(pid), str(query)) for pid, query in cursor.fetchall()]


def alive(backend: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = %s)", [backend])
        return bool(cursor.fetchone()[0])
