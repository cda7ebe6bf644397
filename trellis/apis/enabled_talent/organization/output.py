"""Organizations as this door shows them to who belongs to them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from trellis.core.rendering import Computed, MediaURL, compile_page
from trellis.domain.organizations.models import Invitation, Membership
from trellis.domain.organizations.queries import FIRST_OWNER_SQL, PEOPLE_SQL, first_owner, people_of
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.rules.choices import EmployeeSize, Industry

_TEXT = {"type": "string"}
_PERSON: dict[str, Any] = {"id": {"type": "integer"}, "first_name": _TEXT, "last_name": _TEXT, "email": _TEXT}
_MEMBER: dict[str, Any] = {**_PERSON, "role": {"type": "string", "enum": Role.values}}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


@extend_schema_field({**_object(_PERSON), "nullable": True})
class RootUser(Computed):
    """The owner who has been here longest."""

    output = serializers.JSONField(allow_null=True)
    sql = FIRST_OWNER_SQL

    def compute(self, row: Membership) -> dict[str, Any] | None:
        """Return the owner."""
        return first_owner(row.organization_id)


@extend_schema_field({"type": "array", "items": _object(_MEMBER)})
class People(Computed):
    """Who belongs to the organization; who came first stands first."""

    output = serializers.JSONField()
    sql = PEOPLE_SQL

    def compute(self, row: Membership) -> list[dict[str, Any]]:
        """Return them."""
        return people_of(row.organization_id)


class OrganizationSerializer(serializers.ModelSerializer[Membership]):
    """An organization, found by a membership in it: nobody else sees it."""

    id = serializers.IntegerField(source="organization.number")
    root_user = RootUser()
    name = serializers.CharField(source="organization.name")
    url = serializers.CharField(source="organization.url")
    industry = serializers.ChoiceField(
        source="organization.industry", choices=Industry.choices, allow_null=True
    )
    linkedin_url = serializers.CharField(source="organization.linkedin_url")
    headquarter_location = serializers.CharField(source="organization.headquarter_location")
    about = serializers.CharField(source="organization.about")
    employee_size = serializers.ChoiceField(
        source="organization.employee_size", choices=EmployeeSize.choices, allow_null=True
    )
    users = People()
    avatar_url = MediaURL(source="organization.logo", absolute=True)
    created_at = serializers.DateTimeField(source="organization.created_at")

    class Meta:
        model = Membership
        fields = [
            *("id", "root_user", "name", "url", "industry", "linkedin_url", "headquarter_location"),
            *("about", "employee_size", "users", "avatar_url", "created_at"),
        ]


class InviteSerializer(serializers.ModelSerializer[Invitation]):
    """An invitation that waits for its answer."""

    class Meta:
        model = Invitation
        fields = ["id", "email", "role", "created_at", "expires_at"]


ORGANIZATIONS = compile_page(OrganizationSerializer)
