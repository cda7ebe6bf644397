"""`messages/{message_id}/report`: telling staff of a message, an addition of ours."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.writing.fields import TextField
from trellis.domain.messaging.models import Report
from trellis.domain.messaging.queries.history import message_for
from trellis.domain.messaging.rules.reports import LONGEST_REPORT, Reason, Status
from trellis.domain.messaging.services.reporting import report_message


class ReportInput(Input):
    """What is wrong with a message."""

    reason = serializers.ChoiceField(choices=Reason.choices)
    text = TextField(max_length=LONGEST_REPORT, required=False, allow_blank=True, default="")


class ReportSerializer(serializers.ModelSerializer[Report]):
    """That staff were told, and what became of it."""

    message_id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Status.choices)

    class Meta:
        model = Report
        fields = ["message_id", "reason", "text", "status", "created_at"]


class ReportedOutput(serializers.Serializer[Any]):
    """One's report."""

    report = ReportSerializer()


class ReportView(SooshView):
    """`messages/{message_id}/report`."""

    @extend_schema(request=ReportInput, responses={201: ReportedOutput})
    @idempotent
    def post(self, request: Request, message_id: UUID) -> Response:
        """Tell staff of a message that one may see; who wrote it is not told. Said again it is said once."""
        given, person = validated(ReportInput, request), caller_of(request)
        made = report_message(
            reporter=person,
            message=message_for(person=person, message_id=message_id),
            reason=Reason(given["reason"]),
            text=given["text"],
            now=timezone.now(),
        )
        return Response(ReportedOutput({"report": made}).data, status=status.HTTP_201_CREATED)
