"""Reference data once per session; the people every test knows; what a test of committed races needs."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import closing
from datetime import UTC, date, datetime
from inspect import signature
from pathlib import Path
from urllib.parse import quote

import hypothesis
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from offices import actors
from offices.actors import Actor
from offices.enums import AppointmentKind, FirmKind, OfficerRole
from offices.models import Firm, User
from offices.services import demo
from tests import committed, processes
from tests.factories import offices as factory
from transit.rehearsal import journey

# Modules and folders of which one of the two runs is enough: what stands below them (services, selectors, models, the
# API's verbs, permissions, journeys) runs on both. A test in them whose answer could depend on the database is `both`.
ONCE = {
    "acts/common/pdf": "draws from facts",
    "acts/test_logs.py": "what the log says",
    "deployment/test_files.py": "reads files",
    "guarantees/views": "what a page tells, forms and buttons over the services",
    "scripts": "programs without the engine",
    "transit/api/test_schema.py": "the API's description, made from code",
    "transit/management/test_verify.py": "words and exit codes; the audits it calls have tests of their own",
    "transit/pdf": "draws from a snapshot",
    "transit/views/test_acts.py": "forms and buttons over the services",
    "transit/views/test_declare.py": "forms and buttons over the services",
    "transit/views/test_page.py": "what a page tells",
    "transit/views/test_pages.py": "what a page tells",
    "transit/views/test_trader.py": "what a page tells",
    "transit/views/test_words.py": "what a page tells",
}
# A test without one of these, and without the mark, is kept off every database by pytest-django.
DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}

# The database of daily work, as named before a test database takes its place.
DAILY = settings.DATABASES["default"]["NAME"]

# A busy machine is slow now and then; an example's time says nothing about the property.
hypothesis.settings.register_profile("acts", deadline=None)
hypothesis.settings.load_profile("acts")


def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Mark `once` what ONCE names, and what asks for no database at all; never a test that needs PostgreSQL or Redis,
    and none that is marked `both`.

    Files with a slow test come first: the last file a process takes should be a short one.
    """
    here = Path(__file__).parent
    for item in items:
        places = {path.relative_to(here).as_posix() for path in (item.path, *item.path.parents) if here in path.parents}
        kept = any(item.get_closest_marker(name) for name in ("both", "postgres", "redis"))
        if not kept and (places & ONCE.keys() or not asks_for_a_database(item)):
            item.add_marker(pytest.mark.once)
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def asks_for_a_database(item: pytest.Function) -> bool:
    """By its mark, by a fixture of its own or of its fixtures, or perhaps by name only while it runs."""
    asked = DATABASE & set(item.fixturenames) or "request" in signature(item.function).parameters
    return bool(asked) or item.get_closest_marker("django_db") is not None


def refuse_asking_late(item: pytest.Function, used: list[str]) -> None:
    """Fails a test that had a database among the fixtures it `used` in the end, and did not ask for one beforehand."""
    if DATABASE & set(used) and not asks_for_a_database(item):
        pytest.fail("mark this test `django_db`: PostgreSQL would leave it out")


@receiver(connection_created)
def _copy_template(connection: BaseDatabaseWrapper, **_: object) -> None:
    """SQLite's test database begins as a copy of the template; PostgreSQL copies its own (`TEST` in the settings)."""
    template = settings.TEST_TEMPLATE
    if template and connection.vendor == "sqlite" and not connection.introspection.table_names():
        with closing(sqlite3.connect(template)) as source:
            source.backup(connection.connection)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database with countries, profiles, offices, roads, goods, and the sample tariff and rates in it."""
    if connection.settings_dict["NAME"] == DAILY:
        # It is made only if a test is marked; one that reaches it by a fixture alone would write to daily work.
        pytest.exit("no test database was made: mark these tests `django_db`", returncode=3)
    with django_db_blocker.unblock():
        if not settings.TEST_TEMPLATE:
            call_command("load_reference", samples=True, verbosity=0)
        committed.remember()


@pytest.fixture(autouse=True)
def _postgres_only(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("SQLite serialises all writers: locks and races are proven on PostgreSQL only")


@pytest.fixture(autouse=True)
def _asks_beforehand(request: pytest.FixtureRequest) -> Generator[None]:
    yield
    refuse_asking_late(request.node, request.fixturenames)


@pytest.fixture
def race(transactional_db: None) -> None:
    """Really committed data, for threads and live servers; the hook below tidies up after it."""


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database for real processes to copy, that of the test run where it has one: minutes saved."""
    if settings.TEST_TEMPLATE:
        return Path(settings.TEST_TEMPLATE)
    made = tmp_path_factory.mktemp("migrated") / "acts.sqlite3"
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    environment = processes.environment(DATABASE_URL=f"sqlite:///{made}")
    subprocess.run(command, cwd=processes.ROOT, env=environment, check=True)
    return made


@pytest.fixture
def database_url() -> str:
    """The test database as DATABASE_URL of another process."""
    settings = connection.settings_dict
    login = ":".join(quote(str(settings[part]), safe="") for part in ("USER", "PASSWORD") if settings[part])
    host = f"{settings['HOST'] or 'localhost'}:{settings['PORT'] or 5432}"
    return f"postgresql://{login}@{host}/{settings['NAME']}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, object, object]:
    """After a test with real commits: let the flush past the append-only guards, then load the reference data again.

    A hook, because only here is the flush over whatever the order of the fixtures; and at once, because a test
    that asks for its people by name is not sorted before these.
    """
    marker = item.get_closest_marker("django_db")
    marked = marker is not None and marker.kwargs.get("transaction", False)
    if not marked and "transactional_db" not in getattr(item, "fixturenames", ()):
        return (yield)
    with item.config.stash[blocking_manager_key].unblock():
        committed.disarm()
        result = yield
        # Behind the last test the test database is gone, and the connection would reach the real one.
        if nextitem is not None:
            committed.arm()
            committed.restore()
    return result


@pytest.fixture
def at() -> datetime:
    """Monday 23 November 2026, ten in the morning in Singapore."""
    return datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def actor_of(at: datetime) -> Callable[..., Actor]:
    """`actor_of(user, posting_office=None)`: the actor a user is at `at`, in the posting at that office."""

    def build(user: User, posting_office: str | None = None) -> Actor:
        actor = actors.of(user, at=at, proof=journey.at_the_desk)
        if posting_office is None:
            return actor
        return actor.acting(next(row.pk for row in actor.postings if row.office_id == posting_office))

    return build


@pytest.fixture
def people(db: None, at: datetime) -> dict[str, User]:
    """Everybody of the demonstration by name, posted along every corridor: for whole journeys."""
    return demo.people(at=at)


@pytest.fixture
def principal(db: None) -> Firm:
    """The trader's firm."""
    return factory.firm(number="SG-T-0001", name="Straits Haulage Pte Ltd", city="Singapore")


@pytest.fixture
def trader(principal: Firm) -> User:
    """An employee of the principal with every duty."""
    return factory.user(username="test-trader", firm=principal)


@pytest.fixture
def agent(principal: Firm) -> User:
    """An employee of a firm that holds the principal's mandate."""
    representative = factory.firm(number="SG-T-0002", name="Lion City Forwarding Pte Ltd")
    factory.mandate(principal=principal, representative=representative)
    return factory.user(username="test-agent", firm=representative)


@pytest.fixture
def stranger(db: None) -> User:
    """An employee of a firm that has nothing to do with the principal."""
    return factory.user(username="test-stranger", firm=factory.firm(number="MY-T-0001", country="MY"))


def _officer(username: str, office: str, *roles: OfficerRole, until: date | None = None) -> User:
    return factory.officer(username=username, office=office, roles=roles, until=until)


@pytest.fixture
def departure_officer(db: None) -> User:
    return _officer("test-departure", "SGSIN001", OfficerRole.DEPARTURE)


@pytest.fixture
def transit_officer(db: None) -> User:
    return _officer("test-transit", "MYTKP001", OfficerRole.TRANSIT)


@pytest.fixture
def destination_officer(db: None) -> User:
    return _officer("test-destination", "THBKK001", OfficerRole.DESTINATION)


@pytest.fixture
def guarantee_officer(db: None) -> User:
    return _officer("test-guarantee", "SGSIN001", OfficerRole.GUARANTEE)


@pytest.fixture
def supervisor(db: None) -> User:
    return _officer("test-supervisor", "SGSIN001", OfficerRole.SUPERVISOR)


@pytest.fixture
def wrong_office_officer(db: None) -> User:
    """Every role, at an office on no sample's route."""
    return _officer("test-wrong-office", "VNHPH001", *OfficerRole)


@pytest.fixture
def ended_officer(db: None) -> User:
    """Every role at the office of departure, until the day before `at`."""
    return _officer("test-ended", "SGSIN001", *OfficerRole, until=date(2026, 11, 22))


@pytest.fixture
def bank_user(db: None) -> User:
    return factory.user(username="test-bank", firm=factory.firm(number="SG-B-0001", kind=FirmKind.BANK))


@pytest.fixture
def other_bank_user(db: None) -> User:
    return factory.user(username="test-bank2", firm=factory.firm(number="SG-B-0002", kind=FirmKind.BANK))


@pytest.fixture
def national_admin(db: None) -> User:
    """National administrator of Singapore."""
    return factory.appointed(kind=AppointmentKind.NATIONAL_ADMINISTRATOR, country="SG", username="test-national")


@pytest.fixture
def second_admin(db: None) -> User:
    """Another national administrator of Singapore."""
    return factory.appointed(kind=AppointmentKind.NATIONAL_ADMINISTRATOR, country="SG", username="test-second")


@pytest.fixture
def central(db: None) -> User:
    return factory.appointed(kind=AppointmentKind.CENTRAL_TEAM, username="test-central")


@pytest.fixture
def auditor(db: None) -> User:
    return factory.appointed(kind=AppointmentKind.AUDITOR, username="test-auditor")
