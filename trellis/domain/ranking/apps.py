from django.apps import AppConfig


class RankingConfig(AppConfig):
    name = "trellis.domain.ranking"
    label = "ranking"
