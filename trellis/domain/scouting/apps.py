from django.apps import AppConfig


class ScoutingConfig(AppConfig):
    name = "trellis.domain.scouting"
    label = "scouting"

    def ready(self) -> None:
        from trellis.core.events import connect
        from trellis.domain.scouting.events import HANDLERS

        connect(HANDLERS)
