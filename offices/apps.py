from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficesConfig(AppConfig):
    name = "offices"
    verbose_name = _("Countries, offices, people")

    def ready(self) -> None:
        from offices import identity, sign_ins

        sign_ins.connect()
        identity.connect()
