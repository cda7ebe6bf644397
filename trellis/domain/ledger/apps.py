from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "trellis.domain.ledger"
    label = "ledger"
