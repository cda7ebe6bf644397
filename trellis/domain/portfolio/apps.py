from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "trellis.domain.portfolio"
    label = "portfolio"
