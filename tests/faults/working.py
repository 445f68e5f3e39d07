"""A process that works at one guarantee with any verbs, and may stop for good behind its n-th write of a transaction.

`python -m tests.faults.working SEED NUMBER GUARANTEE BANK RECOVERY STEPS [WRITE]`: BANK and RECOVERY are usernames. It
prints REACHED and its backend's number when it stands behind the WRITE-th statement that writes, uncommitted.
"""

import sys
import time
from typing import Any

import django

REACHED = "stands in backend"
WRITES = ("INSERT", "UPDATE", "DELETE")


def main(seed: str, number: str, guarantee: str, bank: str, recovery: str, steps: str, write: str = "0") -> None:
    django.setup()
    from django.db import connection

    from guarantees.models import Guarantee
    from offices import actors
    from offices.models import User
    from tests.concurrency.tellers import AT, Teller

    left = int(write)

    def stop_behind(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        result = execute(sql, params, many, context)
        if left and sql.startswith(WRITES) and connection.in_atomic_block:
            left -= 1
            if not left:
                print(REACHED, connection.connection.info.backend_pid, flush=True)
                time.sleep(600)
        return result

    people = [actors.of(User.objects.get(username=name), at=AT) for name in (bank, recovery)]
    teller = Teller(int(seed), int(number), Guarantee.objects.get(pk=guarantee), *people)
    with connection.execute_wrapper(stop_behind):
        teller.work(int(steps))


if __name__ == "__main__":
    main(*sys.argv[1:])
