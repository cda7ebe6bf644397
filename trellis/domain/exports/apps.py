from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "trellis.domain.exports"
    label = "exports"

    def ready(self) -> None:
        from trellis.domain.exports import events  # noqa: F401  (known before the first is published)
