"""The registers in memory are never older than the database."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import models, transaction
from django.db.models import F

from offices import register
from offices.models import (
    Country,
    CountryProfile,
    DeadlineSetting,
    Holiday,
    Office,
    RegisterStamp,
    RestrictedGoods,
    RoadDistance,
)
from offices.register import Register

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def _kilometres() -> RoadDistance:
    return RoadDistance(one_id="LATNL001", other_id="VNHPH001", kilometres=999)


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (lambda: Country.objects.filter(pk="SG").update(currency="XXX"), lambda now: now.countries["SG"].currency),
        (lambda: Country.objects.filter(pk="SG").update(name="X"), lambda now: now.offices["SGSIN001"].country.name),
        (lambda: Office.objects.filter(pk="SGSIN001").update(roles="D"), lambda now: now.offices["SGSIN001"].roles),
        (
            lambda: CountryProfile.objects.filter(country="SG").update(road_speed_kmh=7),
            lambda now: now.profile_on("SG", DAY).road_speed_kmh,
        ),
        (
            lambda: DeadlineSetting.objects.filter(profile__country="SG").update(amount=77),
            lambda now: [row.amount for row in now.profile_on("SG", DAY).deadlines.all()],
        ),
        (lambda: Holiday(country_id="SG", day=DAY, name="X").save(), lambda now: now.holidays["SG"]),
        (lambda: Holiday.objects.filter(country="SG").delete(), lambda now: now.holidays.get("SG")),
        (lambda: RestrictedGoods.objects.all().delete(), lambda now: len(now.restricted)),
        (lambda: _kilometres().save(), lambda now: now.kilometres.get(("LATNL001", "VNHPH001"))),
    ],
)
def test_register_sees_every_change_at_once(change: Callable[[], object], seen: Callable[[Register], object]) -> None:
    before = seen(register.current())
    change()
    assert seen(register.current()) != before


@pytest.mark.parametrize(
    "model", [Country, CountryProfile, DeadlineSetting, Holiday, Office, RestrictedGoods, RoadDistance]
)
def test_stamp_is_renewed_by_every_statement(model: type[models.Model]) -> None:
    """Fails where a migration on SQLite rebuilt one of these tables and did not put its triggers back."""
    row = model._default_manager.first()
    assert row is not None
    field = next(field.name for field in model._meta.concrete_fields if not field.primary_key)
    stamps = [RegisterStamp.objects.get().value]
    for change in (row.save, lambda: model._default_manager.filter(pk=row.pk).update(**{field: F(field)})):
        change()
        stamps.append(RegisterStamp.objects.get().value)
    assert len(set(stamps)) == 3


def test_register_is_the_old_one_after_a_rollback() -> None:
    before = register.current()
    with transaction.atomic():
        Office.objects.filter(pk="SGSIN001").update(name="Elsewhere")
        assert register.current().offices["SGSIN001"].name == "Elsewhere"
        transaction.set_rollback(True)
    assert register.current() is before


def test_register_costs_one_statement_when_nothing_changed(django_assert_num_queries: Callable[..., object]) -> None:
    register.current()
    with django_assert_num_queries(1):
        register.current()


def test_register_held_is_looked_at_once(django_assert_num_queries: Callable[..., object]) -> None:
    register.current()
    with django_assert_num_queries(1), register.held(), register.held():
        register.current()
        register.current()


def test_register_without_a_stamp_is_read_anew() -> None:
    RegisterStamp.objects.all().delete()
    register.current()
    Office.objects.filter(pk="SGSIN001").update(name="Elsewhere")
    RegisterStamp.objects.all().delete()
    assert register.current().offices["SGSIN001"].name == "Elsewhere"
