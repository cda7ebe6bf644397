"""People as this door prints them: members of the row's tenant, with ids as texts."""

from typing import Any
from uuid import UUID

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework import serializers

from trellis.core.rendering import Computed
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.queries import person_sql


class PersonOutput(serializers.Serializer[Any]):
    """Somebody who did something."""

    id = serializers.CharField()
    email = serializers.EmailField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    job_role = serializers.CharField(allow_null=True)


class Person(Computed):
    """Who stands in a foreign key to accounts, of a row that has an `organization`; null for nobody.

    `requested_by = Person("requested_by")`.
    """

    output = serializers.JSONField()

    def __init__(self, column: str, *, help_text: str | None = None) -> None:
        super().__init__(help_text=help_text)
        self.column = column
        self.sql = person_sql(  # type: ignore[misc]
            user_id=f"{{{column}_id}}", organization_id="{organization_id}"
        )

    def compute(self, row: Any) -> dict[str, Any] | None:
        """Return the person, with their role in the row's tenant."""
        return person_json(getattr(row, self.column), row.organization_id)


def person_json(user: User | None, organization_id: UUID | None) -> dict[str, Any] | None:
    """Return an account as PersonOutput, with its role in this organization."""
    if user is None:
        return None
    member = Membership.objects.filter(user=user, organization=organization_id).first()
    return {
        "id": str(user.pk),
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "job_role": member.job_role if member else None,
    }


class PersonExtension(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """What the description says of a Person."""

    target_class = "trellis.apis.talent_engine.people.Person"
    match_subclasses = True
    priority = 1  # before that of Computed

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """Return a person or null."""
        person = auto_schema.resolve_serializer(PersonOutput, direction).ref
        return {"oneOf": [person, {"type": "null"}], "readOnly": True}
