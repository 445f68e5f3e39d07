from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "acts.common"
    label = "common"
    verbose_name = "Records"
