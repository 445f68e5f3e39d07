from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "acts.notices"
    label = "notices"
    verbose_name = "Notices"
