"""AppBrew's people, and invitations to join them, made without HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from trellis.demo.tenants import APPBREW
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Invitation, Membership

MEMBERS_URL = "/api/talent-engine/members/"
INVITE = f"{MEMBERS_URL}invitations/"
ACCEPT = f"{INVITE}accept/"
FORBIDDEN = {"detail": "You do not have permission to perform this action."}
OWNER, MANAGER, STAFF, FOREIGNER = 1, 2, 203, 204


@pytest.fixture
def admin(signed_in: SignIn) -> APIClient:
    """An admin of AppBrew, whom the demo world has not."""
    user = User.objects.create_user("appbrew_admin", "admin@appbrew.com", first_name="Ada", last_name="Min")
    Membership.objects.create(organization_id=APPBREW, user=user, role="admin", joined_at=timezone.now())
    return signed_in("appbrew_admin")


def member_at(user_id: int) -> str:
    return f"{MEMBERS_URL}{user_id}/"


def role_of(user_id: int) -> str:
    return Membership.objects.get(user_id=user_id, is_active=True).role


def invited(email: str = "johndoe@x.example", role: str = "staff", **more: Any) -> Invitation:
    now = timezone.now()
    return Invitation.objects.create(
        **{
            "organization_id": APPBREW,
            "email": email,
            "role": role,
            "invited_by_id": OWNER,
            "created_at": now,
            "expires_at": now + timedelta(days=7),
            **more,
        }
    )
