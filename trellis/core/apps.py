from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "trellis.core"
    label = "core"

    def ready(self) -> None:
        from trellis.core.http import requests  # noqa: F401  (connects the log of unexpected errors)
