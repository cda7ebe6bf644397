from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "trellis.domain.accounts"
    label = "accounts"

    def ready(self) -> None:
        from trellis.core.events import connect
        from trellis.domain.accounts.events import HANDLERS

        connect(HANDLERS)
