"""Accounts: who a person is and whether the account lives. What the person may do are rows of their own (spec 1)."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from acts.common.findings import Finding, FindingClass
from acts.common.refusals import NotAllowed, RulesBroken
from offices import audit, locks
from offices.actors import Actor
from offices.enums import AppointmentKind
from offices.models import User

TEXTS = ("first_name", "last_name", "email", "language")


def may_manage(actor: Actor, person: User | None) -> bool:
    """Whether the actor may make (None) or change the account of `person`.

    The central team anyone's; a national administrator those of the own country, and of newcomers who belong nowhere
    yet. A superuser's is a superuser's affair, and nobody's account is the own person's to lock or unlock.
    """
    if actor.user is None or person == actor.user:
        return False
    if actor.user.is_superuser:
        return True
    if person is not None and person.is_superuser:
        return False
    if actor.appointed(AppointmentKind.CENTRAL_TEAM):
        return True
    countries = _countries(person)
    return any(actor.appointed(AppointmentKind.NATIONAL_ADMINISTRATOR, country) for country in countries)


def _countries(person: User | None) -> set[str | None]:
    """The countries a person belongs to; {None}, which is any, for a newcomer; none for whom several states trust."""
    if person is None:
        return {None}
    held: set[str | None] = set(person.appointments.values_list("country", flat=True))
    if None in held:
        return set()
    held |= set(person.postings.values_list("office__country", flat=True))
    if person.firm is not None:
        held.add(person.firm.country_id)
    return held or {None}


@transaction.atomic
def create(*, actor: Actor, username: str, password: str | None, at: datetime, **texts: str) -> User:
    """Make an account without any power. `texts`: first_name, last_name, email, language.

    No password: the account cannot log in until one is set. Refuses a weak password and a name that is taken.
    """
    if not may_manage(actor, None):
        raise NotAllowed("only the central team and national administrators make accounts")
    person = User(username=username, date_joined=at, **_known(texts))
    if password is not None:
        _check_password(password, person)
    person.set_password(password)
    _check_columns(person)
    person.save(force_insert=True)
    audit.record(row=person, verb="create_user", actor=actor.name, address=actor.address, at=at)
    return person


@transaction.atomic
def change(*, actor: Actor, user: str, is_active: bool, at: datetime, **texts: str) -> User:
    """Correct who a person is, and lock or unlock the account. A locked account's sessions and tokens end at once."""
    person = locks.account(user)
    if not may_manage(actor, person):
        raise NotAllowed("that account is not yours to change")
    before = audit.values(person)
    for name, text in _known(texts).items():
        setattr(person, name, text)
    person.is_active = is_active
    _check_columns(person)
    person.save(update_fields=["is_active", *texts])
    audit.record(row=person, verb="change_user", actor=actor.name, address=actor.address, at=at, before=before)
    return person


def _known(texts: Mapping[str, str]) -> dict[str, str]:
    if unknown := set(texts) - set(TEXTS):
        raise TypeError(f"no texts of an account: {sorted(unknown)}")
    return {name: text.strip() for name, text in texts.items()}


def _check_password(password: str, person: User) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        rows = [Finding(FindingClass.RULE_BROKEN, "R-USER-02", "password", text, None) for text in error.messages]
        raise RulesBroken(rows) from error


def _check_columns(person: User) -> None:
    try:
        person.full_clean(exclude=["password", "firm"])
    except ValidationError as error:
        raise RulesBroken(
            Finding(FindingClass.RULE_BROKEN, "R-USER-01", name, " ".join(texts), str(getattr(person, name, "")))
            for name, texts in error.message_dict.items()
        ) from error
