"""Members and invitations as this door prints them."""

from typing import Any

from rest_framework import serializers

from trellis.apis.talent_engine.base import DoorSerializer
from trellis.apis.talent_engine.tenant_card import TenantSerializer
from trellis.core.rendering import Computed, compile_page
from trellis.domain.organizations.models import Invitation, Membership


class MemberId(Computed):
    """The account's id as this door prints it."""

    output = serializers.CharField()
    sql = "{user_id}::text"

    def compute(self, row: Membership) -> str:
        """Return the account's id as a text."""
        return str(row.user_id)


class JobRole(Computed):
    """The role in the document's words."""

    output = serializers.CharField()
    sql = "CASE WHEN {role} IN ('owner', 'admin') THEN 'co-admin' ELSE {role} END"

    def compute(self, row: Membership) -> str:
        """Return the word."""
        return row.job_role


class MemberSerializer(DoorSerializer):
    """A member of the tenant."""

    id = MemberId()
    email = serializers.EmailField(source="user.email")
    first_name = serializers.CharField(source="user.first_name")
    last_name = serializers.CharField(source="user.last_name")
    job_role = JobRole()

    class Meta:
        model = Membership
        fields = ["id", "email", "first_name", "last_name", "job_role", "role", "joined_at"]


class InvitationSerializer(DoorSerializer):
    """An invitation that waits for its answer."""

    class Meta:
        model = Invitation
        fields = ["id", "email", "role", "created_at", "expires_at"]


class JoinedOutput(serializers.Serializer[Any]):
    """The new membership; an access token made from now on names the tenant."""

    tenant = TenantSerializer()
    member = MemberSerializer()


MEMBERS = compile_page(MemberSerializer)
INVITATIONS = compile_page(InvitationSerializer)
