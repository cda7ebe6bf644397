from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "trellis.domain.profiles"
    label = "profiles"
