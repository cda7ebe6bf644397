from django.apps import AppConfig


class AssistantConfig(AppConfig):
    name = "trellis.domain.assistant"
    label = "assistant"
