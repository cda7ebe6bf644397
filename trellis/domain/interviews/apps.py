from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "trellis.domain.interviews"
    label = "interviews"
