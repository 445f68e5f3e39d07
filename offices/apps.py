from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "offices"
    verbose_name = "Countries, offices, people"

    def ready(self) -> None:
        from offices import proofs, sign_ins

        sign_ins.connect()
        proofs.connect()
