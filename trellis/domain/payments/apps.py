from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "trellis.domain.payments"
    label = "payments"
