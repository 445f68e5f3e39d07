"""What the acts of the office of guarantee ask."""

from django.utils.translation import gettext_lazy as _

from guarantees.api.serializers.guarantee import WhyGiven
from offices.pages.forms import ActForm, Lines


class Reason(ActForm):
    body = WhyGiven
    reason = Lines(label=_("Reason"))
