"""The callers of the Talent Pool: Mike is the coach whom requests name, Jane the talent; he rejected Alex."""

from typing import Any

from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.casts import Cast
from tests.apis.conftest import SignIn
from trellis.config.permissions.talent_pool import MATRIX
from trellis.domain.accounts.models import User
from trellis.domain.scouting.queries import coach_of_user, talent_of_user
from trellis.domain.scouting.services import reject_talent

_NAMED = ("coach_mike", "jane_talent", "alex_talent")
_USERNAMES = ("coach_mike", "coach_carla", "jane_talent", "johndoe")


def cast(signed_in: SignIn) -> Cast:
    """Return the callers, the ids of coach and talent, and bodies that name them."""
    coach, talent, rejected = (User.objects.get(username=name).pk for name in _NAMED)
    reject_talent(
        coach=coach_of_user(coach), talent=talent_of_user(rejected), actor_id=None, now=timezone.now()
    )
    clients = [*(signed_in(username) for username in _USERNAMES), APIClient()]
    return Cast(
        matrix=MATRIX,
        clients=dict(zip(MATRIX.callers, clients, strict=True)),
        rows={"coach": coach, "user_id": talent, "talent_id": rejected},
        bodies={
            "POST selected-talents/add/": _decision,
            "POST rejected-talents/add/": _decision,
            "PATCH me/": lambda rows: {"bio": "Any"},
            "PATCH talents/me/": lambda rows: {"bio": "Any"},
            "POST onboarding/": lambda rows: {},
            "POST talents/onboarding/": lambda rows: {},
            "POST talents/me/posts/": lambda rows: {"content": "Any"},
        },
        queries={
            "GET selected-talents/": f"?user_id={coach}",
            "GET rejected-talents/": f"?user_id={coach}",
            "DELETE rejected-talents/<talent_id>/": f"?user_id={coach}",
        },
    )


def _decision(rows: Any) -> dict[str, int]:
    return {"user_id": rows["coach"], "talent_id": rows["user_id"]}
