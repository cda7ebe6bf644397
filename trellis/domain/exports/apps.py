from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "trellis.domain.exports"
    label = "exports"
