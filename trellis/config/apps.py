from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "trellis.config"
    label = "site_config"

    def ready(self) -> None:
        # Imported for what they register: system checks, extensions of the API description.
        from trellis.config import checks, openapi  # noqa: F401
