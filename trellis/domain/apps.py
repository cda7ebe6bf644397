from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DomainConfig(AppConfig):
    name = "trellis.domain"
    label = "domain"

    def ready(self) -> None:
        from trellis.domain import reactions

        autodiscover_modules("events")  # All are known before the first is published.
        reactions.connect_all()
