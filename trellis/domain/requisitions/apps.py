from django.apps import AppConfig


class RequisitionsConfig(AppConfig):
    name = "trellis.domain.requisitions"
    label = "requisitions"
