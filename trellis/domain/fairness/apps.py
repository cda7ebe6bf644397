from django.apps import AppConfig


class FairnessConfig(AppConfig):
    name = "trellis.domain.fairness"
    label = "fairness"
