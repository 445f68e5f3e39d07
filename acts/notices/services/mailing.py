"""Handing letters to the mail server: over one connection, bounded in time, nothing said of faults but their kind.

Nothing here touches the database.
"""

import smtplib
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

SECONDS = 10.0  # [P] for all letters of a round; none is begun with in its second half
QUIET = 30.0
"""So long a server that could not be reached, or did not answer, is left alone: other work waits behind each try."""
_FOR_GOOD = range(500, 600)


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail in plain text; `name` is its Message-ID, the same however often it is sent."""

    to: str
    subject: str
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a letter: `sent`, or why not, and whether it would be in vain to try again."""

    sent: bool = False
    error: str = ""
    in_vain: bool = False


@dataclass(slots=True)
class _Round:
    """Letters handed over by a thread: `outcomes` of those that are through, `begun` counts those begun with.

    None is begun with after `until`: a server that is merely slow is not to be left with one half handed over.
    """

    letters: Sequence[Letter]
    connection: BaseEmailBackend
    until: float
    outcomes: list[Outcome] = field(default_factory=list)
    begun: int = 0
    unreachable: bool = False
    given_up: bool = False

    def run(self) -> None:
        for letter in self.letters:
            if self.given_up or time.monotonic() >= self.until:
                break
            self.begun += 1
            try:
                self.connection.open()
            except Exception as error:  # Whatever a server or a wrong setting brings.
                # The others need not find out one by one.
                self.unreachable, self.begun = True, len(self.letters)
                self.outcomes += [Outcome(error=type(error).__name__)] * (self.begun - len(self.outcomes))
                return
            self.outcomes.append(self._one(letter))
        self._hang_up()

    def _one(self, letter: Letter) -> Outcome:
        headers = {"Message-ID": letter.name, "Auto-Submitted": "auto-generated"}
        try:
            EmailMessage(
                letter.subject, letter.text, to=[letter.to], connection=self.connection, headers=headers
            ).send()
        except smtplib.SMTPRecipientsRefused as error:
            code = next(code for code, _text in error.recipients.values())
            return Outcome(error=f"the address was refused: {code}", in_vain=code in _FOR_GOOD)
        except smtplib.SMTPDataError as error:
            return Outcome(error=f"the letter was refused: {error.smtp_code}", in_vain=error.smtp_code in _FOR_GOOD)
        except ValueError as error:
            # An address or a subject such as no letter can have.
            return Outcome(error=type(error).__name__, in_vain=True)
        except Exception as error:  # Whatever it is: a letter without an outcome would be begun with for ever.
            # The kind alone: a server's answer is a stranger's text, and may name a log-in.
            self._hang_up()
            return Outcome(error=type(error).__name__)
        return Outcome(sent=True)

    def _hang_up(self) -> None:
        with suppress(Exception):
            self.connection.close()


class Postman:
    """Who goes to the mail server, one round after the other: never while the last has not come back."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._quiet_until = 0.0

    @property
    def is_ready(self) -> bool:
        """Whether a round may be begun: the last is back, and the server was not found out of order just now."""
        is_back = self._thread is None or not self._thread.is_alive()
        return is_back and time.monotonic() >= self._quiet_until

    def deliver(self, letters: Sequence[Letter]) -> list[Outcome | None]:
        """What came of each letter, in their order; None for one that was not begun with."""
        tour = _Round(letters, get_connection(), time.monotonic() + SECONDS / 2)
        # A daemon: a server that never lets go keeps no worker from ending.
        self._thread = threading.Thread(target=tour.run, name="mail", daemon=True)
        self._thread.start()
        self._thread.join(SECONDS)
        late = tour.given_up = self._thread.is_alive()
        if late or tour.unreachable:
            self._quiet_until = time.monotonic() + QUIET
        found: list[Outcome | None] = list(tour.outcomes)
        if late:
            found += [Outcome(error=f"no answer within {SECONDS:.0f} s")] * (tour.begun - len(found))
        return found + [None] * (len(letters) - len(found))


postman = Postman()
