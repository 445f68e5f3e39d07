"""The second factor of a person: enrolled, checked, renewed, taken away (spec section 14).

One authenticator app (TOTP, RFC 6238) and ten recovery codes on paper. The library counts wrong codes and makes each
wait longer than the one before, takes no code twice, and allows a clock that is a step off, by its own clock.
"""

import re
from base64 import b32encode
from datetime import datetime
from os import urandom

from django.conf import settings
from django.db import transaction
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.util import random_hex

from acts.common.findings import Finding, FindingClass
from acts.common.refusals import NotAllowed, RulesBroken, WrongState
from offices import audit, locks, proofs
from offices.actors import Actor
from offices.models import Authenticator, RecoveryCodes, User
from offices.models.factors import grouped, kept
from offices.services import accounts

CODES = 10
_SHOWN = re.compile(r"\d{6}")
"""What an app shows; anything else can only be a recovery code."""


def new_key() -> str:
    """The key of an authenticator to be."""
    return str(random_hex(20))


def offered(user: User, key: str) -> Authenticator:
    """The authenticator that `enrol` would make of `key`; in no database."""
    return Authenticator(user=user, name="authenticator", key=key)


@transaction.atomic
def enrol(*, actor: Actor, key: str, code: str, at: datetime) -> tuple[Device, list[str]]:
    """Make the app that holds `key` the person's authenticator; the device, and recovery codes to be shown this once.

    It takes the place of one there is, which asks for a fresh proof. Refuses a code the app would not show now.
    """
    person = _own(actor)
    if person.has_second_factor:
        proofs.refuse_unproven(actor, verb="replace your second factor", at=at)
    device = offered(person, key)
    if not device.verify_token(code):
        raise _not_accepted()
    _forget(person, but=device)
    codes = _new_codes(person)
    _changed(person, True, "enrol_second_factor", actor, at)
    return device, codes


@transaction.atomic
def renew_codes(*, actor: Actor, at: datetime) -> list[str]:
    """New recovery codes, to be shown this once; the old ones end. Asks for a fresh proof."""
    person = _own(actor)
    if not person.has_second_factor:
        raise WrongState(action="renew the recovery codes", state="no second factor", code="R-FACTOR-02")
    proofs.refuse_unproven(actor, verb="renew your recovery codes", at=at)
    codes = _new_codes(person)
    audit.record(row=person, verb="renew_recovery_codes", actor=actor.name, address=actor.address, at=at)
    return codes


@transaction.atomic
def remove(*, actor: Actor, at: datetime) -> None:
    """Take the own factor away; every session begun before ends. Asks for a fresh proof.

    Who must have one is led to a new enrolment by the next page.
    """
    person = _own(actor)
    proofs.refuse_unproven(actor, verb="remove your second factor", at=at)
    _forget(person)
    _changed(person, False, "remove_second_factor", actor, at)


@transaction.atomic
def reset(*, actor: Actor, user: str, at: datetime) -> None:
    """Take a person's factor away, whose app and codes are lost: by whoever may manage the account, proven afresh.

    The system does it for an operator at the shell, for the day on which no administrator gets in himself.
    Sessions end; with the password alone the person is led to a new enrolment.
    """
    person = locks.account(user)
    if not (actor.is_system or accounts.may_manage(actor, person)):
        raise NotAllowed("that account is not yours to change")
    if not person.has_second_factor:
        raise WrongState(action="reset the second factor", state="no second factor", code="R-FACTOR-02")
    proofs.refuse_unproven(actor, verb="reset a second factor", at=at)
    _forget(person)
    _changed(person, False, "reset_second_factor", actor, at)


def check(*, user: User, code: str) -> Device:
    """The device whose code this is: the app's of these moments, or a recovery code, which is used up by it.

    Refuses (RulesBroken) a wrong or used one, and any while wrong ones still make it wait; the try is counted.
    """
    code = code.strip()
    with transaction.atomic():
        find = locks.authenticator if _SHOWN.fullmatch(code) else locks.recovery_codes
        device = find(user)
        accepted = device is not None and device.verify_token(code)
    if device is None or not accepted:
        raise _not_accepted()
    return device


def authenticator(user: User) -> Authenticator | None:
    """The person's authenticator."""
    row: Authenticator | None = Authenticator.objects.filter(user=user, confirmed=True).first()
    return row


def codes_left(user: User) -> int:
    """How many recovery codes are still good."""
    return int(StaticToken.objects.filter(device__user=user).count())


def give(user: User) -> None:
    """An authenticator without a person's hand on it, for the demonstration and for tests."""
    offered(user, new_key()).save()
    user.has_second_factor = True
    user.save(update_fields=["has_second_factor"])


def is_demo(user: User) -> bool:
    """Whether a page may show the code itself: to the people of a demonstration, and nowhere else."""
    return bool(settings.DEMO) and user.get_username() in settings.DEMO_USERS


def shown(user: User, *, at: datetime) -> str:
    """The code the person's app shows at `at`, or the next one if that is used; nothing while neither would do."""
    device = authenticator(user)
    if device is None:
        return ""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    for step in (0, 1):
        totp.time = at.timestamp() + step * device.step
        if totp.t() > device.last_t:
            return f"{totp.token():06d}"
    return ""


def _own(actor: Actor) -> User:
    if actor.user is None:
        raise NotAllowed("only a person has a second factor")
    return locks.user(actor.user.get_username())


def _forget(person: User, *, but: Authenticator | None = None) -> None:
    """Every device of the person goes, its codes with it."""
    Authenticator.objects.filter(user=person).exclude(pk=but.pk if but is not None else None).delete()
    RecoveryCodes.objects.filter(user=person).delete()


def _new_codes(person: User) -> list[str]:
    RecoveryCodes.objects.filter(user=person).delete()
    holder = RecoveryCodes.objects.create(user=person, name="recovery codes")
    codes = [grouped(b32encode(urandom(10)).decode().lower()) for _ in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=holder, token=kept(code)) for code in codes)
    return codes


def _changed(person: User, has_second_factor: bool, verb: str, actor: Actor, at: datetime) -> None:
    before = audit.values(person)
    person.has_second_factor = has_second_factor
    person.factor_changes += 1
    person.save(update_fields=["has_second_factor", "factor_changes"])
    audit.record(row=person, verb=verb, actor=actor.name, address=actor.address, at=at, before=before)


def _not_accepted() -> RulesBroken:
    text = "not accepted: wrong, used before, or too soon after a wrong one; wait for the next code and try that"
    return RulesBroken([Finding(FindingClass.RULE_BROKEN, "R-FACTOR-01", "code", text, None)])
