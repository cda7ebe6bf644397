from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "trellis.domain.messaging"
    label = "messaging"
