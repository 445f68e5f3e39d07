"""What a person is written to about, and when, as JSON."""

from typing import Any

from rest_framework import serializers

from acts.common.api import fields
from acts.common.api.serializers import StrictSerializer
from acts.notices.enums import MailChoice
from transit.message_kinds import Group


class PreferencesBody(StrictSerializer):
    """Whatever is left out stays as it is."""

    mail = fields.Choice(choices=MailChoice.choices, required=False)
    hour = fields.Integer(min_value=0, max_value=23, required=False, help_text="of the daily e-mail, in `time_zone`")
    groups = serializers.ListField(
        child=fields.Choice(choices=Group.choices),
        required=False,
        max_length=len(Group),
        help_text="of kinds of messages",
    )


class PreferencesAnswer(serializers.Serializer[Any]):
    email = serializers.CharField(allow_blank=True, help_text="as whoever manages the account has set it")
    mail = serializers.ChoiceField(source="wish.mail", choices=MailChoice.choices)
    hour = serializers.IntegerField(source="wish.hour")
    time_zone = serializers.CharField(help_text="of the person's office or firm")
    groups = serializers.ListField(source="wish.groups", child=serializers.ChoiceField(choices=Group.choices))
    failed = serializers.IntegerField(help_text="e-mails that could not be delivered")
    sending = serializers.BooleanField(help_text="false where no mail server is set: nobody is written to")
