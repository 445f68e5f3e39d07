"""A process that sends one write to the API and may stop for good right behind a statement.

`python -m tests.faults.posting USERNAME PATH BODY [TEXT]`; says REACHED when it stands behind the first statement with
TEXT in it, else prints the status and, on a line of its own, the body of the answer.
"""

import json
import sys
import time
from typing import Any

import django

REACHED = "stands behind the statement"


def main(username: str, path: str, body: str, text: str = "") -> None:
    django.setup()
    from django.db import connection
    from rest_framework.test import APIClient

    from offices.models import User

    def stop_behind(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if text and text in sql:
            print(REACHED, flush=True)
            time.sleep(600)
        return result

    client = APIClient(headers={"Idempotency-Key": "order-77", "Host": "localhost"})
    client.force_authenticate(User.objects.get(username=username))
    with connection.execute_wrapper(stop_behind):
        answer = client.post(path, json.loads(body))
    print(answer.status_code, answer.content.decode(), sep="\n", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
