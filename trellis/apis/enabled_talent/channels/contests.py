"""Contests as this door shows them, and `contests/`: those of the organization in which somebody acts."""

from datetime import datetime

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.channels.base import ChannelsView
from trellis.domain.accounts.models import User
from trellis.domain.fairness.models import Contest
from trellis.domain.fairness.queries.contests import contests_in
from trellis.domain.fairness.rules.contests import (
    Standing,
    days_left_of,
    is_overdue,
    reason_shown,
    standing_of,
)


class JudgingPersonSerializer(serializers.ModelSerializer[User]):
    """A person who has judged; no address."""

    class Meta:
        model = User
        fields = ["id", "first_name", "last_name"]


class ContestSerializer(serializers.ModelSerializer[Contest]):
    """What a candidate contests, by when it is to be answered, and what came of it.

    `days_left` are days of business after today, null of what is settled; `due_at` ends the last one.
    """

    job = serializers.IntegerField(source="application.posting_id")
    application = serializers.IntegerField(source="application_id")
    application_number = serializers.CharField(source="application.number")
    status = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()
    days_left = serializers.SerializerMethodField()
    is_overdue = serializers.SerializerMethodField()
    time_zone = serializers.CharField(source="zone")
    answered_by = JudgingPersonSerializer(allow_null=True)

    class Meta:
        model = Contest
        fields = [
            *("id", "job", "application", "application_number", "stage", "status", "reason", "wants_person"),
            *("made_at", "due_at", "time_zone", "days_left", "is_overdue"),
            *("answer", "answered_by", "answered_at", "withdrawn_at"),
        ]

    @property
    def now(self) -> datetime:
        """When it is shown."""
        now: datetime = self.context["now"]
        return now

    @extend_schema_field(serializers.ChoiceField(choices=Standing.choices))
    def get_status(self, row: Contest) -> str:
        """Return how it stands."""
        return str(standing_of(row))

    def get_reason(self, row: Contest) -> str:
        """Return what the candidate says; to the organization without who they are while that is blind."""
        return row.reason if self.context["is_own"] else reason_shown(row)

    def get_days_left(self, row: Contest) -> int | None:
        """Return how many days are left."""
        return days_left_of(row, now=self.now)

    def get_is_overdue(self, row: Contest) -> bool:
        """Tell whether the time is over, or was when it was settled."""
        return is_overdue(row, now=self.now)


class ContestsView(ChannelsView):
    """`contests/`."""

    @extend_schema(operation_id="api_channels_contests_list", responses=ContestSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List what candidates contest: open ones by when they are due, then the newest that are settled."""
        organization_id = self.viewer["member_of"]
        rows = contests_in(organization_id) if organization_id else []
        return Response(
            ContestSerializer(rows, many=True, context={"now": timezone.now(), "is_own": False}).data
        )
