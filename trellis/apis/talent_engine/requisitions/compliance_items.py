"""`requisitions/<code>/compliance-items/…`: the checks that a hire has to pass."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.requisitions.details import RequisitionDetailView
from trellis.apis.talent_engine.requisitions.input import ComplianceChanges, ComplianceInput
from trellis.apis.talent_engine.requisitions.output import (
    ITEMS,
    ComplianceItemDetailSerializer,
    ComplianceItemSerializer,
)
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.numbered import NumberedPageQuery, described_page, respond_numbered
from trellis.domain.requisitions.queries.compliance import item_of, items_of
from trellis.domain.requisitions.rights import Right
from trellis.domain.requisitions.services import compliance


class ComplianceItemsView(RequisitionDetailView):
    """`compliance-items/`."""

    rights = {"GET": Right.READ_REQUISITIONS, "POST": Right.EDIT_COMPLIANCE}

    @extend_schema(
        operation_id="api_talent_engine_compliance_items_list",
        parameters=[NumberedPageQuery],
        responses=described_page(ComplianceItemDetailSerializer),
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        """List the checks in their order, with their notes. An addition."""
        return respond_numbered(ITEMS, items_of(self.requisition(code)), request=request)

    @extend_schema(request=ComplianceInput, responses={201: ComplianceItemSerializer})
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        """Add a check."""
        self.own_requisition(code)
        fields = validated(ComplianceInput, request)
        item = compliance.add_item(member=self.member, code=code, fields=fields, now=timezone.now())
        return Response(ComplianceItemSerializer(item).data, status=status.HTTP_201_CREATED)


class ComplianceItemView(RequisitionDetailView):
    """`compliance-items/<uuid>/`. The document's PUT sends only some fields, so it changes just those."""

    rights = {
        "GET": Right.READ_REQUISITIONS,
        "PUT": Right.EDIT_COMPLIANCE,
        "PATCH": Right.EDIT_COMPLIANCE,
        "DELETE": Right.EDIT_COMPLIANCE,
    }

    @extend_schema(responses=ComplianceItemDetailSerializer)
    def get(self, request: Request, code: str, item_id: UUID) -> Response:
        """Show a check with its notes. An addition."""
        item = item_of(self.requisition(code), item_id)
        return Response(ComplianceItemDetailSerializer(item).data)

    @extend_schema(request=ComplianceChanges, responses=ComplianceItemSerializer)
    def put(self, request: Request, code: str, item_id: UUID) -> Response:
        """Change a check: who looked, when, and what came of it."""
        return self._changed(request, code, item_id)

    @extend_schema(request=ComplianceChanges, responses=ComplianceItemSerializer)
    def patch(self, request: Request, code: str, item_id: UUID) -> Response:
        """Do what PUT does."""
        return self._changed(request, code, item_id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, code: str, item_id: UUID) -> Response:
        """Remove a check."""
        compliance.remove_item(member=self.member, code=code, item_id=item_id, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _changed(self, request: Request, code: str, item_id: UUID) -> Response:
        self.own_requisition(code)
        fields = validated(ComplianceChanges, request)
        item = compliance.change_item(
            member=self.member, code=code, item_id=item_id, fields=fields, now=timezone.now()
        )
        return Response(ComplianceItemSerializer(item).data)
