"""The callers of Enabled Talent: Cam Didate, Emma Ployer of Inclusive Works, and others like them."""

from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.casts import Body, Cast
from tests.apis.conftest import SignIn
from tests.apis.enabled_talent.candidates.cast import BODIES_OF_CANDIDATES, rows_of_candidates
from tests.apis.enabled_talent.channels.cast import BODIES_OF_CHANNELS, rows_of_channels
from tests.apis.enabled_talent.organization.cast import BODIES_OF_ORGANIZATIONS, rows_of_organizations
from trellis.config.permissions.enabled_talent import MATRIX
from trellis.demo.accounts import DEMO_PASSWORD
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import issue_pair

_USERNAMES = ("candidate", "employer", "robin", "northwind_owner", "admin")


def cast(signed_in: SignIn) -> Cast:
    """Return the callers."""
    clients = [*(signed_in(username) for username in _USERNAMES), APIClient()]
    return Cast(
        matrix=MATRIX,
        clients=dict(zip(MATRIX.callers, clients, strict=True)),
        rows={
            "user_id": User.objects.get(username="candidate").pk,
            **rows_of_candidates(),
            **rows_of_channels(),
            **rows_of_organizations(),
        },
        bodies={
            **_of_accounts("POST ", "PATCH ", "PUT "),
            **_of_accounts("POST /api/users/", "PATCH /api/users/", "PUT /api/users/"),
            **BODIES_OF_CANDIDATES,
            **BODIES_OF_CHANNELS,
            **BODIES_OF_ORGANIZATIONS,
        },
    )


def _of_accounts(post: str, patch: str, put: str) -> dict[str, Body]:
    """Return what is sent to the addresses of accounts, which stand under two prefixes."""
    known = {"email": "candidate@example.com", "password": DEMO_PASSWORD}
    return {
        f"{post}signup/": lambda _: {**known, "email": "new@example.com", "first_name": "New"},
        f"{post}token/": lambda _: known,
        f"{post}token/refresh/": lambda _: {"refresh": _refresh_token()},
        f"{post}session/login/": lambda _: known,
        f"{post}resend-verification/": lambda _: {"email": known["email"]},
        f"{post}change-password/": lambda _: {"old_password": DEMO_PASSWORD, "new_password": "Another 2026!"},
        f"{post}password_reset/": lambda _: {"email": known["email"]},
        f"{post}add-feedback/": lambda _: {"message": "Thank you.", "rating": 5},
        f"{patch}profile/": lambda _: {"first_name": "Camilla"},
        f"{patch}users/<user_id>/": lambda _: {"first_name": "Camilla"},
        f"{put}users/<user_id>/": lambda _: {"first_name": "Camilla", "last_name": "Didate"},
    }


def _refresh_token() -> str:
    return issue_pair(user=User.objects.get(username="candidate"), now=timezone.now()).refresh
