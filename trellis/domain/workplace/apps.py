from django.apps import AppConfig


class WorkplaceConfig(AppConfig):
    name = "trellis.domain.workplace"
    label = "workplace"
