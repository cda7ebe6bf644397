from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "trellis.domain.credentials"
    label = "credentials"
