from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "trellis.domain.notifications"
    label = "notifications"

    def ready(self) -> None:
        from trellis.core.events import connect
        from trellis.domain.notifications.events import HANDLERS

        connect(HANDLERS)
