"""A real worker that stops for good in the middle of a job: right behind the first statement that contains a text.

`python -m tests.faults.stopping_worker TEXT`; says REACHED when it stands there, with everything so far uncommitted.
"""

import sys
import time
from typing import Any

import django

REACHED = "stands behind the statement"


def main(text: str) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    def stop_behind(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if text in sql:
            print(REACHED, flush=True)
            time.sleep(600)
        return result

    with connection.execute_wrapper(stop_behind):
        call_command("worker")


if __name__ == "__main__":
    main(sys.argv[1])
