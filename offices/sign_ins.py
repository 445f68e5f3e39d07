"""Log-ins, log-outs and failed tries in the history (spec section 17).

Django's signals are the only hook every way of logging in goes through; a face, so it reads the clock.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from acts.common import clock
from acts.common.address import client_address
from offices import audit
from offices.models import User

_NAME_LENGTH = 150


def connect() -> None:
    """Listen, once per process."""
    user_logged_in.connect(_logged_in, dispatch_uid="offices.sign_ins.in")
    user_logged_out.connect(_logged_out, dispatch_uid="offices.sign_ins.out")
    user_login_failed.connect(_failed, dispatch_uid="offices.sign_ins.failed")


def _logged_in(*, request: HttpRequest | None, user: User, **_: Any) -> None:
    _write("log_in", user.get_username(), request)


def _logged_out(*, request: HttpRequest | None, user: User | None, **_: Any) -> None:
    if user is not None:
        _write("log_out", user.get_username(), request)


def _failed(*, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    _write("log_in_failed", str(credentials.get("username", "")), request)


def record(verb: str, username: str, address: str, *, at: datetime) -> None:
    """Add an entry to the chain of an account's log-ins."""
    # What was typed may be anything: PostgreSQL keeps no NUL, the column 150 characters.
    name = username.replace("\0", "")[:_NAME_LENGTH]
    audit.write(
        subject=audit.subject(kind="sign-in", key=name),
        verb=verb,
        actor=name,
        at=at,
        address=address,
    )


def _write(verb: str, username: str, request: HttpRequest | None) -> None:
    record(verb, username, client_address(request), at=clock.now())
