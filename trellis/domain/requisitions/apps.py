from django.apps import AppConfig


class RequisitionsConfig(AppConfig):
    name = "trellis.domain.requisitions"
    label = "requisitions"

    def ready(self) -> None:
        from trellis.core.events import connect
        from trellis.domain.requisitions import (
            approval_notices,
            events,
            renaming,  # noqa: F401  (connects its signal)
        )

        connect(approval_notices.HANDLERS)
        connect(events.HANDLERS)
