from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "trellis.domain.interviews"
    label = "interviews"

    def ready(self) -> None:
        from trellis.core.events import connect
        from trellis.domain.interviews.notices import HANDLERS

        connect(HANDLERS)
