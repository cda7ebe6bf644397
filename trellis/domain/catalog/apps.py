from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "trellis.domain.catalog"
    label = "catalog"
