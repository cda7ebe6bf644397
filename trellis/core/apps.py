from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "trellis.core"
    label = "core"

    def ready(self) -> None:
        from trellis.core.db import folding  # noqa: F401  (registers the lookup `holds`)
        from trellis.core.http import requests  # noqa: F401  (connects the log of unexpected errors)
