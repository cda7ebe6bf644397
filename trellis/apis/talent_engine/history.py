"""Who changed what: a reading of the record of events, for whatever has a history."""

from typing import Any, ClassVar

from django.db.models import Model
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from trellis.apis.talent_engine.base import DoorSerializer, MemberView
from trellis.apis.talent_engine.people import Person, person_json
from trellis.core.events import CHANGES_SQL, FACTS_SQL, changes_of, facts_of, history_of_key
from trellis.core.models import Event
from trellis.core.paging.numbered import NumberedPageQuery, described_page, respond_numbered
from trellis.core.rendering import Computed, Milliseconds, compile_page
from trellis.domain.accounts.models import User
from trellis.domain.organizations.queries import person_sql
from trellis.domain.organizations.rights import OrganizationRight


class Actor(Person):
    """Who did it, with their role in the event's tenant; null for the clock, or for nobody signed in."""

    sql = person_sql(user_id="{actor_id}", organization_id="{tenant_id}")

    def __init__(self) -> None:
        Computed.__init__(self)

    def compute(self, row: Event) -> dict[str, Any] | None:
        """Return the person."""
        who = None if row.actor_id is None else User.objects.filter(pk=row.actor_id).first()
        return person_json(who, row.tenant_id)


_FROM_AND_TO = 2  # how a change is printed


@extend_schema_field(
    serializers.DictField(child=serializers.ListField(min_length=_FROM_AND_TO, max_length=_FROM_AND_TO))
)
class Changes(Computed):
    """What changed, by field: [from, to]; of an erased text that it did: [null, null]."""

    output = serializers.JSONField()
    sql = CHANGES_SQL

    def compute(self, row: Event) -> dict[str, Any]:
        """Return the changes."""
        return changes_of(row)


class Facts(Computed):
    """What else the event says; what is erased is not there."""

    output = serializers.JSONField()
    sql = FACTS_SQL

    def compute(self, row: Event) -> dict[str, Any]:
        """Return the data without the changes."""
        return facts_of(row)


class HistoryItemSerializer(DoorSerializer):
    """One thing that happened."""

    who = Actor()
    at = Milliseconds(source="happened_at")
    changes = Changes()
    data = Facts()  # type: ignore[assignment]

    class Meta:
        model = Event
        fields = ["id", "kind", "who", "at", "changes", "data"]


HISTORY = compile_page(HistoryItemSerializer)


class HistoryView(MemberView):
    """The history of one thing. A subclass says of what kind, and finds its key in the address."""

    rights = {"GET": OrganizationRight.READ_HISTORY}
    subject: ClassVar[type[Model]]

    def subject_id(self, **address: Any) -> str:
        """Return the key of what the address names; raise NotFound, and PermissionDenied for another's."""
        raise NotImplementedError

    @extend_schema(parameters=[NumberedPageQuery], responses=described_page(HistoryItemSerializer))
    def get(self, request: Request, **address: Any) -> HttpResponse:
        """List what happened to it, the newest first."""
        events = history_of_key(self.subject, self.subject_id(**address)).filter(tenant_id=self.tenant_id)
        return respond_numbered(HISTORY, events.order_by("-pk"), request=request)
