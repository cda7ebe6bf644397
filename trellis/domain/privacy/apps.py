from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "trellis.domain.privacy"
    label = "privacy"
