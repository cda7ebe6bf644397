from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "trellis.domain.analytics"
    label = "analytics"
