from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "trellis.config"
    label = "site_config"

    def ready(self) -> None:
        from trellis.config import checks  # noqa: F401  (registers the system checks)
