"""`/api/talent-engine/requests/…`: what people ask their workplace for, and who decides on it."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_engine.base import MemberView
from trellis.apis.talent_engine.description import DetailOutput
from trellis.apis.talent_engine.requests.filters import ORDERS, RequestsQuery
from trellis.apis.talent_engine.requests.input import NEW_REQUEST, RequestChanges, changes_of, new_request
from trellis.apis.talent_engine.requests.output import (
    DETAIL_ANSWER,
    MADE_ANSWER,
    REQUESTS,
    RequestSerializer,
    detail_json,
    made_json,
)
from trellis.core.http.idempotency import idempotent
from trellis.core.paging.numbered import NumberedPageQuery, described_page, respond_numbered
from trellis.domain.accounts.models import User
from trellis.domain.organizations.rights import Grant
from trellis.domain.workplace.models import WorkplaceRequest
from trellis.domain.workplace.queries import filtered, request_of
from trellis.domain.workplace.rights import Right
from trellis.domain.workplace.services import requests

_PAGE = described_page(RequestSerializer)


class RequestView(MemberView):
    """A view of requests."""

    def own_unless_all(self, reach: Grant) -> User | None:
        """Return the caller where they see their own requests alone."""
        return None if reach is Grant.ALL else self.user

    def request_seen(self, id: UUID) -> WorkplaceRequest:
        """Return the request; raise NoRequest for one that is not there or not the caller's to see."""
        own = self.own_unless_all(self.granted(Right.READ_REQUESTS))
        return request_of(organization_id=self.tenant_id, id=id, requested_by=own)

    def listed(self, request: Request, *, requested_by: User | None) -> HttpResponse:
        """Answer the page that the query asks for."""
        query = RequestsQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        rows = filtered(organization_id=self.tenant_id, filters=asked, requested_by=requested_by)
        ordered = rows.order_by(*ORDERS[asked.get("ordering") or "-created_at"])
        return respond_numbered(REQUESTS, ordered, request=request)


class RequestsView(RequestView):
    """`GET, POST requests/`."""

    rights: ClassVar[dict[str, Right]] = {"GET": Right.READ_REQUESTS, "POST": Right.RAISE_REQUESTS}

    @extend_schema(
        operation_id="api_talent_engine_requests_list",
        parameters=[RequestsQuery, NumberedPageQuery],
        responses=_PAGE,
    )
    def get(self, request: Request) -> HttpResponse:
        """List the tenant's requests, the newest first; staff see their own."""
        return self.listed(request, requested_by=self.own_unless_all(self.grant))

    @extend_schema(request=NEW_REQUEST, responses={201: MADE_ANSWER})
    @idempotent
    def post(self, request: Request) -> Response:
        """Ask for material, leave or a service."""
        kind, fields = new_request(request.data)
        made = requests.create(member=self.member, kind=kind, fields=fields, now=timezone.now())
        return Response(made_json(made, member=self.member), status=201)


class MyRequestsView(RequestView):
    """`GET requests/user/`."""

    rights: ClassVar[dict[str, Right]] = {"GET": Right.READ_REQUESTS}

    @extend_schema(
        operation_id="api_talent_engine_requests_user_list",
        parameters=[RequestsQuery, NumberedPageQuery],
        responses=_PAGE,
    )
    def get(self, request: Request) -> HttpResponse:
        """List the requests that the caller made."""
        return self.listed(request, requested_by=self.user)


class OneRequestView(RequestView):
    """`GET, PUT, PATCH, DELETE requests/{id}/`. Who may change it in which way, its service knows."""

    rights: ClassVar[dict[str, Right]] = {
        "GET": Right.READ_REQUESTS,
        "PUT": Right.READ_REQUESTS,
        "PATCH": Right.READ_REQUESTS,
        "DELETE": Right.DELETE_REQUESTS,
    }

    @extend_schema(responses=DETAIL_ANSWER)
    def get(self, request: Request, id: UUID) -> Response:
        """Show a request with all fields of its kind."""
        return Response(detail_json(self.request_seen(id), member=self.member))

    @extend_schema(request=RequestChanges, responses=DETAIL_ANSWER)
    def put(self, request: Request, id: UUID) -> Response:
        """Approve, reject, cancel or complete a request, or change it while it is pending.

        As PATCH does: what is not sent stays as it is.
        """
        return self._change(request, id)

    @extend_schema(request=RequestChanges, responses=DETAIL_ANSWER)
    def patch(self, request: Request, id: UUID) -> Response:
        """Approve, reject, cancel or complete a request, or change it while it is pending."""
        return self._change(request, id)

    @extend_schema(responses={200: DetailOutput})
    def delete(self, request: Request, id: UUID) -> Response:
        """Delete a request softly."""
        requests.delete(request=self.request_seen(id), member=self.member, now=timezone.now())
        return Response({"detail": "Request soft-deleted successfully"})

    def _change(self, request: Request, id: UUID) -> Response:
        found = self.request_seen(id)
        fields, status, comment = changes_of(request.data, found)
        changed = requests.change(
            request=found,
            member=self.member,
            fields=fields,
            status=status,
            comment=comment,
            now=timezone.now(),
        )
        return Response(detail_json(changed, member=self.member))
