"""`/api/talent-engine/requisitions/`: making, reading, changing and deleting one, and lists."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.base import Conflict, MemberView
from trellis.apis.talent_engine.description import DetailOutput
from trellis.apis.talent_engine.requisitions.filters import RequisitionsQuery, asked_for
from trellis.apis.talent_engine.requisitions.input import RequisitionChanges, RequisitionInput
from trellis.apis.talent_engine.requisitions.output import (
    LISTED,
    CreatedSerializer,
    RequisitionListItemSerializer,
    RequisitionSerializer,
)
from trellis.core.pages import NumberedPageQuery, described_page, respond_numbered
from trellis.core.views import validated
from trellis.domain.organizations.ballots import AlreadyDecided, NotApprover
from trellis.domain.organizations.rights import Right
from trellis.domain.requisitions import deletion, errors, services
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.queries import requisition_of, requisitions_of

_LIST_PARAMETERS = [RequisitionsQuery, NumberedPageQuery]
_IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The `ETag` of the version that the change was made from; another one is 412.",
)
_STALE = OpenApiResponse(DetailOutput, "It is not (any more) the version that If-Match names.")
_ETAG = OpenApiParameter(
    "ETag", OpenApiTypes.STR, OpenApiParameter.HEADER, response=[200], description="Its version."
)


class StaleVersion(exceptions.APIException):
    """Somebody has changed it since the caller read it."""

    status_code = 412
    default_detail = "This has been changed in the meantime."
    default_code = "stale_version"


class UnknownRequisitions(exceptions.NotFound):
    """Some of many are not there; which ones stands beside the sentence of the document."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__("Not found.")
        self.detail: Any = {"detail": "Not found.", "ids": codes}


_ANSWERS: dict[type[Exception], Callable[[Any], exceptions.APIException]] = {
    errors.NotFound: lambda _: exceptions.NotFound("Not found."),
    errors.NotAllowed: lambda _: exceptions.PermissionDenied(),
    errors.StaleVersion: lambda _: StaleVersion(),
    errors.InvalidRequisition: lambda error: exceptions.ValidationError(error.errors),
    errors.InvalidStep: lambda error: _named("status", _sentence(error)),
    errors.NotPublishable: lambda _: _named(
        "publish_status", "Only an approved or open requisition can be published."
    ),
    errors.StageLeft: lambda error: _named("status", f'Stage "{error.stage}" has to be approved first.'),
    errors.NoSuchMember: lambda _: _named("approved_by_id", "There is no such member."),
    errors.WorkflowDecided: lambda _: Conflict("Somebody has decided by this approval workflow already."),
    NotApprover: lambda _: exceptions.PermissionDenied(),
    AlreadyDecided: lambda _: Conflict("This has been decided already."),
}


class RequisitionsDoorView(MemberView):
    """A view of requisitions: it knows what the domain's refusals become."""

    def handle_exception(self, exc: Exception) -> Response:
        """Answer a refusal of the domain, and anything else as DRF does."""
        answer = _ANSWERS.get(type(exc))
        return super().handle_exception(answer(exc) if answer else exc)

    def page_of(self, request: Request, **narrowed: Any) -> HttpResponse:
        """Return the page of the tenant's requisitions that is asked for, among those that are `narrowed`."""
        asked = asked_for(request, **narrowed)
        rows = requisitions_of(self.member.organization, asked)
        return respond_numbered(LISTED, rows, request=request, in_one_scan=bool(asked.search.strip()))


class RequisitionsView(RequisitionsDoorView):
    """`GET, POST requisitions/`."""

    rights = {"GET": Right.READ_REQUISITIONS, "POST": Right.RAISE_REQUISITIONS}

    @extend_schema(
        operation_id="api_talent_engine_requisitions_list",
        parameters=_LIST_PARAMETERS,
        responses=described_page(RequisitionListItemSerializer),
    )
    def get(self, request: Request) -> HttpResponse:
        """List the tenant's requisitions: filtered, searched, the newest first unless asked otherwise."""
        return self.page_of(request)

    @extend_schema(request=RequisitionInput, responses={201: CreatedSerializer})
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
        return _shown(requisition_of(self.member.organization, code))

    @extend_schema(
        parameters=[_IF_MATCH, _ETAG],
        request=RequisitionChanges,
        responses={200: RequisitionSerializer, 412: _STALE},
    )
    def put(self, request: Request, code: str) -> Response:
        """Change a requisition, all that must be said of one being said; what is left out stays."""
        return self._change(request, code, partial=False)

    @extend_schema(
        parameters=[_IF_MATCH, _ETAG],
        request=RequisitionChanges(partial=True),
        responses={200: RequisitionSerializer, 412: _STALE},
    )
    def patch(self, request: Request, code: str) -> Response:
        """Change some of a requisition; its status takes the step, publish_status shows it to everybody."""
        return self._change(request, code, partial=True)

    @extend_schema(responses={200: DetailOutput})
    def delete(self, request: Request, code: str) -> Response:
        """Delete a requisition softly."""
        deletion.delete(member=self.member, codes=[code], now=timezone.now())
        return Response({"detail": "Job requisition soft-deleted successfully"})

    def _change(self, request: Request, code: str, *, partial: bool) -> Response:
        requisition_of(self.member.organization, code)  # what is not there is 404, whatever is said of it
        changes = RequisitionChanges(data=request.data, partial=partial)
        changes.is_valid(raise_exception=True)
        services.change_requisition(
            member=self.member,
            code=code,
            changes=changes.validated_data,
            version=_version(request),
            now=timezone.now(),
        )
        return _shown(requisition_of(self.member.organization, code))


class MyRequisitionsView(RequisitionsDoorView):
    """`GET requisitions-per-user/`."""

    rights = {"GET": Right.READ_REQUISITIONS}

    @extend_schema(
        operation_id="api_talent_engine_requisitions_per_user_list",
        parameters=_LIST_PARAMETERS,
        responses=described_page(RequisitionListItemSerializer),
    )
    def get(self, request: Request) -> HttpResponse:
        """List the requisitions that the caller has asked for."""
        return self.page_of(request, requested_by=self.user)


class PublishedRequisitionsView(RequisitionsDoorView):
    """`GET requisitions/published/requisition/`."""

    rights = {"GET": Right.READ_REQUISITIONS}

    @extend_schema(
        operation_id="api_talent_engine_requisitions_published_list",
        parameters=_LIST_PARAMETERS,
        responses=described_page(RequisitionListItemSerializer),
    )
    def get(self, request: Request) -> HttpResponse:
        """List the tenant's published requisitions."""
        return self.page_of(request, publish_status=True)


def _shown(requisition: Requisition) -> Response:
    return Response(RequisitionSerializer(requisition).data, headers={"ETag": f'"{requisition.version}"'})


def _version(request: Request) -> int | None:
    """Return the version that If-Match names, 0 (which none has) for what names none of ours."""
    given = request.headers.get("If-Match", "*").strip()
    if given == "*":
        return None
    # A proxy that compresses marks an ETag as weak; it is the same version still.
    digits = given.removeprefix("W/").strip('"')
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 12 else 0


def _named(field: str, sentence: str) -> exceptions.APIException:
    return exceptions.ValidationError({field: [sentence]})


def _sentence(error: errors.InvalidStep) -> str:
    allowed = ", ".join(error.allowed)
    return f"A requisition that is {error.current} can become: {allowed}."
