from django.apps import AppConfig


class WorkplaceConfig(AppConfig):
    name = "trellis.domain.workplace"
    label = "workplace"

    def ready(self) -> None:
        from trellis.core.events import connect
        from trellis.domain.workplace.events import HANDLERS

        connect(HANDLERS)
