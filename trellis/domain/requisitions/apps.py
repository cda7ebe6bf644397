from django.apps import AppConfig


class RequisitionsConfig(AppConfig):
    name = "trellis.domain.requisitions"
    label = "requisitions"

    def ready(self) -> None:
        from trellis.domain.requisitions.services import renaming  # noqa: F401  (connects its signal)
