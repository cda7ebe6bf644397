from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "trellis.domain.community"
    label = "community"
