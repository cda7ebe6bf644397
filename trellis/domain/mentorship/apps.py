from django.apps import AppConfig


class MentorshipConfig(AppConfig):
    name = "trellis.domain.mentorship"
    label = "mentorship"

    def ready(self) -> None:
        from trellis.core.events import connect
        from trellis.domain.mentorship import renaming  # noqa: F401  (connects its signal)
        from trellis.domain.mentorship.events import HANDLERS

        connect(HANDLERS)
