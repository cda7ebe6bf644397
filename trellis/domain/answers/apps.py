from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "trellis.domain.answers"
    label = "answers"
