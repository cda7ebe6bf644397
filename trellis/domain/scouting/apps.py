from django.apps import AppConfig


class ScoutingConfig(AppConfig):
    name = "trellis.domain.scouting"
    label = "scouting"
