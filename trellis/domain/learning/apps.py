from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "trellis.domain.learning"
    label = "learning"

    def ready(self) -> None:
        from trellis.domain.learning.services import renaming  # noqa: F401  (connects its signal)
