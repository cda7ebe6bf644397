"""The callers of the Talent Engine. AppBrew gets an admin, and a member who raises what others touch."""

from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.casts import Cast
from tests.apis.conftest import SignIn
from tests.apis.talent_engine.tenant_rows import BODIES, CANARY, plant_canaries, rows_of
from trellis.config.permissions.talent_engine import MATRIX, Caller
from trellis.demo.tenants import APPBREW
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Role

THIRD = "appbrew_third"
USERNAMES = {
    Caller.OWNER: "mahummed",
    Caller.ADMIN: "appbrew_admin",
    Caller.MANAGER: "appbrew_manager",
    Caller.STAFF: "appbrew_staff",
    Caller.FOREIGNER: "northwind_owner",
    Caller.OUTSIDER: "johndoe",
}


def cast(signed_in: SignIn) -> Cast:
    """Return the callers, with rows of AppBrew that are full of a canary word."""
    for username, role in (("appbrew_admin", Role.ADMIN), (THIRD, Role.STAFF)):
        user = User.objects.create_user(username, f"{username}@appbrew.com", first_name=CANARY)
        Membership.objects.create(organization_id=APPBREW, user=user, role=role, joined_at=timezone.now())
    clients = {caller: signed_in(username) for caller, username in USERNAMES.items()}
    rows = rows_of(THIRD)
    plant_canaries()
    return Cast(
        matrix=MATRIX,
        clients={**clients, Caller.ANONYMOUS: APIClient()},
        rows=rows,
        bodies=BODIES,
        canary=CANARY,
        strangers=(Caller.FOREIGNER, Caller.OUTSIDER, Caller.ANONYMOUS),
    )
