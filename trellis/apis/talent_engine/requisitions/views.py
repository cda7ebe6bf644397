"""`/api/talent-engine/requisitions/`: making, reading, changing and deleting one, and lists."""

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.description import DetailOutput
from trellis.apis.talent_engine.requisitions.base import RequisitionsDoorView
from trellis.apis.talent_engine.requisitions.filters import LIST_PARAMETERS
from trellis.apis.talent_engine.requisitions.input import RequisitionChanges, RequisitionInput
from trellis.apis.talent_engine.requisitions.output import (
    CreatedSerializer,
    RequisitionListItemSerializer,
    RequisitionSerializer,
)
from trellis.core.http.conditions import tags_in
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.numbered import described_page
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.queries.requisitions import requisition_of
from trellis.domain.requisitions.rights import Right
from trellis.domain.requisitions.services import deletion
from trellis.domain.requisitions.services import requisitions as services

_IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The `ETag` of the version that the change was made from, or several; another one is 412.",
)
_ETAG = OpenApiParameter(
    "ETag", OpenApiTypes.STR, OpenApiParameter.HEADER, response=[200], description="Its version."
)


class RequisitionsView(RequisitionsDoorView):
    """`GET, POST requisitions/`."""

    rights = {"GET": Right.READ_REQUISITIONS, "POST": Right.RAISE_REQUISITIONS}

    @extend_schema(
        operation_id="api_talent_engine_requisitions_list",
        parameters=LIST_PARAMETERS,
        responses=described_page(RequisitionListItemSerializer),
    )
    def get(self, request: Request) -> HttpResponse:
        """List the tenant's requisitions: filtered, searched, the newest first unless asked otherwise."""
        return self.page_of(request)

    @extend_schema(request=RequisitionInput, responses={201: CreatedSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Make a requisition: a draft, or one that is submitted for approval at once."""
        requisition = services.create_requisition(
            member=self.member, draft=validated(RequisitionInput, request), now=timezone.now()
        )
        return Response(CreatedSerializer(requisition).data, status=status.HTTP_201_CREATED)


class RequisitionView(RequisitionsDoorView):
    """`GET, PUT, PATCH, DELETE requisitions/<code>/`."""

    rights = {
        "GET": Right.READ_REQUISITIONS,
        "PUT": Right.EDIT_REQUISITIONS,
        "PATCH": Right.EDIT_REQUISITIONS,
        "DELETE": Right.DELETE_REQUISITIONS,
    }

    @extend_schema(parameters=[_ETAG], responses=RequisitionSerializer)
    def get(self, request: Request, code: str) -> Response:
        """Show all of a requisition; the `ETag` names the version."""
        return _shown(requisition_of(self.tenant_id, code))

    @extend_schema(
        parameters=[_IF_MATCH, _ETAG],
        request=RequisitionChanges,
        responses={200: RequisitionSerializer},
    )
    def put(self, request: Request, code: str) -> Response:
        """Change a requisition, all that must be said of one being said; what is left out stays."""
        return self._change(request, code, partial=False)

    @extend_schema(
        parameters=[_IF_MATCH, _ETAG],
        request=RequisitionChanges(partial=True),
        responses={200: RequisitionSerializer},
    )
    def patch(self, request: Request, code: str) -> Response:
        """Change some of a requisition; its status takes the step, publish_status shows it to everybody."""
        return self._change(request, code, partial=True)

    @extend_schema(parameters=[_IF_MATCH], responses={200: DetailOutput})
    def delete(self, request: Request, code: str) -> Response:
        """Delete a requisition softly."""
        version = _wanted_version(request, requisition_of(self.tenant_id, code))
        deletion.delete(member=self.member, codes=[code], version=version, now=timezone.now())
        return Response({"detail": "Job requisition soft-deleted successfully"})

    def _change(self, request: Request, code: str, *, partial: bool) -> Response:
        found = requisition_of(self.tenant_id, code)  # what is not there is 404, whatever is said of it
        changes = RequisitionChanges(data=request.data, partial=partial)
        changes.is_valid(raise_exception=True)
        services.change_requisition(
            member=self.member,
            code=code,
            changes=changes.validated_data,
            version=_wanted_version(request, found),
            now=timezone.now(),
        )
        return _shown(requisition_of(self.tenant_id, code))


class PublishedRequisitionsView(RequisitionsDoorView):
    """`GET requisitions/published/requisition/`."""

    rights = {"GET": Right.READ_REQUISITIONS}

    @extend_schema(
        operation_id="api_talent_engine_requisitions_published_list",
        parameters=LIST_PARAMETERS,
        responses=described_page(RequisitionListItemSerializer),
    )
    def get(self, request: Request) -> HttpResponse:
        """List the tenant's published requisitions."""
        return self.page_of(request, publish_status=True)


def _shown(requisition: Requisition) -> Response:
    return Response(RequisitionSerializer(requisition).data, headers={"ETag": _etag(requisition)})


def _etag(requisition: Requisition) -> str:
    return f'"{requisition.version}"'


def _wanted_version(request: Request, found: Requisition) -> int | None:
    """Return the version that If-Match lets one change; None is any, and 0 none, for there is none such."""
    tags = tags_in(request.headers.get("If-Match"))
    if tags is None:
        return None
    return found.version if _etag(found) in tags else 0
