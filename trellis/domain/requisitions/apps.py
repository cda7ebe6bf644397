from django.apps import AppConfig


class RequisitionsConfig(AppConfig):
    name = "trellis.domain.requisitions"
    label = "requisitions"

    def ready(self) -> None:
        from trellis.core.events import connect
        from trellis.domain.requisitions.approval_notices import HANDLERS

        connect(HANDLERS)
