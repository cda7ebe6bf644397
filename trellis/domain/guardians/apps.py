from django.apps import AppConfig


class GuardiansConfig(AppConfig):
    name = "trellis.domain.guardians"
    label = "guardians"
