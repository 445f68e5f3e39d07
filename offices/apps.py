from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "offices"
    verbose_name = "Countries, offices, people"

    def ready(self) -> None:
        from offices import identity, sign_ins

        sign_ins.connect()
        identity.connect()
