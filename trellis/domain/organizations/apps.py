from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "trellis.domain.organizations"
    label = "organizations"

    def ready(self) -> None:
        from trellis.domain.accounts.services.tokens import FURTHER_CLAIMS
        from trellis.domain.organizations.queries import token_claims

        FURTHER_CLAIMS.append(token_claims)
