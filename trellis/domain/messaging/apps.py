from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "trellis.domain.messaging"
    label = "messaging"

    def ready(self) -> None:
        from trellis.core.events import connect
        from trellis.domain.messaging.events import HANDLERS

        connect(HANDLERS)
