"""The callers of SOOSH, so far of what gives tokens alone."""

from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.casts import Cast
from tests.apis.conftest import SignIn
from trellis.config.permissions.soosh import MATRIX
from trellis.demo.accounts import DEMO_PASSWORD
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import issue_pair
from trellis.domain.catalog.models import Category


def cast(signed_in: SignIn) -> Cast:
    """Return the callers, and what makes and renews a sign-in."""
    user = User.objects.get(username="johndoe")
    refresh = issue_pair(user=user, now=timezone.now()).refresh
    return Cast(
        matrix=MATRIX,
        clients=dict(zip(MATRIX.callers, (signed_in("johndoe"), APIClient()), strict=True)),
        rows={"category_id": Category.objects.get(slug="creativity-arts").public_id},
        bodies={
            "POST auth/register": lambda rows: {
                "email": "any@any.example",
                "password": "An0ther-Passw0rd",
                "full_name": "Any Body",
                "username": "anybody",
            },
            "POST auth/login": lambda rows: {"email": user.email, "password": DEMO_PASSWORD},
            "POST auth/refresh-token": lambda rows: {"refresh_token": refresh},
            "POST auth/verify-email": lambda rows: {"token": "any"},
            "POST auth/resend-verification": lambda rows: {"email": user.email},
        },
    )
