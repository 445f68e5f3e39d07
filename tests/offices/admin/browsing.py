"""How a test walks through the admin."""

from django.db.models import Model
from django.test import Client
from django.urls import reverse

from acts.common.models import Proposal
from offices.models import User
from tests.factories import sessions


def page(user: User) -> Client:
    """A browser of `user`, logged in."""
    return sessions.browser(user)


def confirmed(user: User) -> list[str]:
    """Have `user` confirm every change that waits; what the page says of each."""
    client, said = page(user), []
    for row in Proposal.objects.filter(status=Proposal.Status.OPEN):
        answer = client.post(reverse("admin:confirm-change", args=[row.pk]), follow=True)
        said += [str(message) for message in answer.context["messages"]]
    return said


def url(model: type[Model], action: str = "add", *key: object) -> str:
    """Where the admin does `action` with a row, or the list, of a model."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=key)
