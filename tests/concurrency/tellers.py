"""Clients that do whatever comes to their mind to one guarantee: bank, office of recovery, journeys."""

import random
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from acts.common.refusals import Refusal
from guarantees.enums import ReservationState
from guarantees.models import Claim, Guarantee, Reservation
from guarantees.services import amounts, claims, cover
from offices.actors import Actor
from tests.factories import guarantees as factory

AT = factory.AT


class Teller:
    """One client, each verb in a transaction of its own; `number` tells its journeys and payments from the others'."""

    def __init__(self, seed: int, number: int, row: Guarantee, bank: Actor, recovery: Actor) -> None:
        self.dice, self.row, self.bank, self.recovery = random.Random(f"{seed} {number}"), row, bank, recovery
        self.number, self.count = number, 0

    def work(self, steps: int) -> None:
        """So many verbs, whatever of them is refused."""
        for _ in range(steps):
            act = self.dice.choice([self.reserve, self.reserve, self.free, self.change, self.claim, self.pay])
            try:
                with transaction.atomic():
                    act()
            except Refusal:
                continue

    def reserve(self) -> None:
        self.count += 1
        amount = str(self.dice.randrange(1, 500))
        factory.reserve(self.row, amount=amount, reference=f"J{self.number}-{self.count}")

    def anybodys(self) -> str:
        """A journey that holds cover as far as one can see: another may free it in this very moment."""
        live = Reservation.objects.filter(guarantee=self.row, state=ReservationState.LIVE).order_by("reference")
        seen = list(live.values_list("reference", flat=True))
        return self.dice.choice(seen) if seen else "J0-1"

    def free(self) -> None:
        end = self.dice.choice([cover.release, cover.cancel])
        end(reference=self.anybodys(), at=AT)

    def change(self) -> None:
        act: Callable[..., Guarantee] = self.dice.choice([amounts.raise_amount, amounts.lower_amount])
        amount = Decimal(self.dice.randrange(100, 3000))
        act(guarantee=self.row.pk, amount=amount, currency="SGD", actor=self.bank, at=AT)

    def claim(self) -> None:
        debt: dict[str, Any] = {"debt": Decimal(self.dice.randrange(1, 400)), "currency": "SGD", "fixed_on": AT.date()}
        made = claims.notify(reference=self.anybodys(), **debt, office="SGSIN001", actor=self.recovery, at=AT)
        for claim in made.claims:
            claims.demand(claim=claim.pk, due_on=AT.date() + timedelta(days=9), actor=self.recovery, at=AT)

    def pay(self) -> None:
        self.count += 1
        claim = Claim.objects.order_by("?").first()
        if claim is not None:
            wire = {"currency": "SGD", "payment_reference": f"P{self.number}-{self.count}"}
            amount = Decimal(self.dice.randrange(1, 300))
            claims.pay(claim=claim.pk, amount=amount, **wire, actor=self.bank, at=AT)
