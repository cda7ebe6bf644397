"""`/api/talent-engine/requisitions/…`: making and deleting many at once, all or none."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.description import DetailOutput
from trellis.apis.talent_engine.requisitions.base import ManyView, RequisitionsDoorView
from trellis.apis.talent_engine.requisitions.input import IdsInput, RequisitionInput
from trellis.apis.talent_engine.requisitions.output import BULK_CREATED, BulkCreatedSerializer
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.domain.requisitions.rights import Right
from trellis.domain.requisitions.rules.limits import AT_ONCE
from trellis.domain.requisitions.services import deletion
from trellis.domain.requisitions.services.creation import create_requisitions


class BulkCreateView(RequisitionsDoorView):
    """`POST requisitions/bulk-create/`."""

    rights = {"POST": Right.RAISE_REQUISITIONS}

    @extend_schema(
        request=RequisitionInput(many=True),
        responses={
            201: BulkCreatedSerializer(many=True),
            400: OpenApiResponse(
                OpenApiTypes.ANY, "By row, what is wrong with it: a list as long as the one that was sent."
            ),
        },
    )
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Make up to 1,000 requisitions, all or none, with consecutive codes."""
        drafts = drafts_of(request.data)
        made = create_requisitions(member=self.member, drafts=drafts, now=timezone.now())
        body = BULK_CREATED.render(row.pk for row in made)
        return HttpResponse(body, content_type="application/json", status=201)


class BulkDeleteView(ManyView):
    """`POST requisitions/bulk/bulk-delete/`."""

    rights = {"POST": Right.DELETE_REQUISITIONS}

    @extend_schema(request=IdsInput, responses={200: DetailOutput})
    @idempotent
    def post(self, request: Request) -> Response:
        """Delete requisitions softly, all or none."""
        codes = validated(IdsInput, request)["ids"]
        count = deletion.delete(member=self.member, codes=codes, now=timezone.now())
        return Response({"detail": f"Soft-deleted {count} requisition(s)."})


def drafts_of(body: Any) -> list[dict[str, Any]]:
    """Return the requisitions that a list describes; raise ValidationError by row.

    DRF's own lists are about to name only the rows that are wrong, by number; clients of this document
    were told of a list.
    """
    if not isinstance(body, list):
        raise exceptions.ValidationError({"non_field_errors": ["Expected a list of items."]})
    if not AT_ONCE.least <= len(body) <= AT_ONCE.most:
        raise exceptions.ValidationError(
            {"non_field_errors": [f"Send between {AT_ONCE.least} and {AT_ONCE.most} requisitions."]}
        )
    row = RequisitionInput()
    drafts: list[dict[str, Any]] = []
    wrong: list[Any] = []
    for item in body:
        try:
            drafts.append(row.run_validation(item))
            wrong.append({})
        except exceptions.ValidationError as error:
            wrong.append(error.detail)
    if any(wrong):
        raise exceptions.ValidationError(wrong)
    return drafts
