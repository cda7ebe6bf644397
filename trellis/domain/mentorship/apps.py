from django.apps import AppConfig


class MentorshipConfig(AppConfig):
    name = "trellis.domain.mentorship"
    label = "mentorship"

    def ready(self) -> None:
        from trellis.domain.mentorship.services import mentors  # noqa: F401  (connects its signal)
