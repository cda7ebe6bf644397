from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class BackOfficeConfig(admin_apps.AdminConfig):
    default = False
    default_site = "trellis.config.backoffice_site.BackOffice"


class SiteConfig(AppConfig):
    default = True
    name = "trellis.config"
    label = "site_config"

    def ready(self) -> None:
        # Imported for what they register: system checks, extensions of the API description.
        from trellis.config import checks, openapi  # noqa: F401
