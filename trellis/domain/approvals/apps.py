from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "trellis.domain.approvals"
    label = "approvals"
