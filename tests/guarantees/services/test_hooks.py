import pytest

from acts.common.models import HistoryEntry
from acts.common.refusals import NotAllowed, NotFound
from acts.notices.models import Webhook
from guarantees.services import hooks
from offices import actors, audit
from offices.actors import Actor
from offices.enums import EmployeeRole
from tests.factories import guarantees as factory
from tests.factories import offices

pytestmark = pytest.mark.django_db
AT = factory.AT
URL = "https://bank.example/"


@pytest.fixture
def admin() -> Actor:
    return factory.employee_of(factory.guarantor().firm)


def test_webhook_is_made_by_no_one_who_only_looks(admin: Actor) -> None:
    assert admin.user is not None
    looks = actors.of(offices.user(firm=admin.user.firm, duties=[EmployeeRole.VIEW]), at=AT)
    with pytest.raises(NotAllowed):
        hooks.make(url=URL, kinds=[], actor=looks, at=AT)
    assert not Webhook.objects.exists()


def test_webhook_of_a_stranger_is_unknown_and_nothing_is_recorded(admin: Actor) -> None:
    made = hooks.make(url=URL, kinds=[], actor=factory.employee_of(factory.guarantor().firm), at=AT)
    for act in (hooks.rotate, hooks.remove, hooks.replay):
        with pytest.raises(NotFound):
            act(webhook=made.webhook.pk, actor=admin, at=AT)
    assert HistoryEntry.objects.filter(subject=audit.subject_of(made.webhook)).count() == 1


def test_everything_done_to_a_webhook_stands_in_the_history_without_a_secret(admin: Actor) -> None:
    made = hooks.make(url=URL, kinds=[], actor=admin, at=AT)
    for act in (hooks.rotate, hooks.replay, hooks.remove):
        act(webhook=made.webhook.pk, actor=admin, at=AT)
    rows = HistoryEntry.objects.filter(subject=audit.subject_of(made.webhook)).order_by("sequence")
    assert [row.verb for row in rows] == ["make_webhook", "rotate_webhook", "replay_webhook", "remove_webhook"]
    assert {row.actor for row in rows} == {admin.name}
    assert not [row for row in rows if "secret" in str(row.data)]
