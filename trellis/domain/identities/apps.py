from django.apps import AppConfig


class IdentitiesConfig(AppConfig):
    name = "trellis.domain.identities"
    label = "identities"
