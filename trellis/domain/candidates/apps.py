from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "trellis.domain.candidates"
    label = "candidates"
