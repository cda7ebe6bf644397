"""`credentials/…`: the skills passport, an addition (docs/decisions/credentials.md)."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.credentials.input import BadgesQuery, GatherInput, ShownInput, SourcesQuery
from trellis.apis.soosh.credentials.output import (
    BADGES,
    BadgeOutput,
    BadgeSerializer,
    BadgesOutput,
    LinksOutput,
    SourcesOutput,
    source_json,
)
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.headers import add_page_headers, answered_counted, counted_rows
from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.queries.badges import (
    badges_of,
    own_badge,
    shown_badges_of,
    sources_with_badges,
)
from trellis.domain.credentials.queries.sources import as_provable, provable_rows
from trellis.domain.credentials.rules.choices import Kind
from trellis.domain.credentials.services.gathering import gather, show, withdraw

_BADGES_QUERY, _SOURCES_QUERY = BadgesQuery(), SourcesQuery()


class BadgesView(SooshView):
    """`credentials/badges`."""

    @extend_schema(operation_id="badges_list", parameters=[BadgesQuery], responses=BadgesOutput)
    def get(self, request: Request) -> HttpResponse:
        """List one's badges, those that have ended too, the newest first."""
        asked = _BADGES_QUERY.run_validation(request.GET)
        kind = Kind(asked["kind"]) if "kind" in asked else None
        rows = badges_of(caller_of(request), kind=kind, is_shown=asked["is_shown"])
        keys, page = counted_rows(
            rows.values_list("pk", flat=True), number=asked["page"], size=asked["limit"]
        )
        body = b'{"badges":%b}' % BADGES.render(keys)
        return answered_counted(body, number=page.number, size=page.size, total=page.total)

    @extend_schema(request=GatherInput, responses={200: BadgeOutput, 201: BadgeOutput})
    @idempotent
    def post(self, request: Request) -> Response:
        """Have a badge made of what one has done: 201 for the first time, then 200 with the same."""
        given = validated(GatherInput, request)
        badge, is_new = gather(
            user=caller_of(request),
            kind=Kind(given["kind"]),
            source=given["source_id"],
            is_shown=given["is_shown"],
            now=timezone.now(),
        )
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return _told(badge, code)


class BadgeView(SooshView):
    """`credentials/badges/{badge_id}`."""

    @extend_schema(responses=BadgeOutput)
    def get(self, request: Request, badge_id: UUID) -> Response:
        """Show one of one's badges."""
        return _told(own_badge(caller_of(request), badge_id))

    @extend_schema(request=ShownInput, responses=BadgeOutput)
    def put(self, request: Request, badge_id: UUID) -> Response:
        """Have others see it, or not; 409 for one that holds no more."""
        is_shown = validated(ShownInput, request)["is_shown"]
        badge = show(user=caller_of(request), badge_id=badge_id, is_shown=is_shown, now=timezone.now())
        return _told(badge)

    @extend_schema(responses={200: BadgeOutput})
    def delete(self, request: Request, badge_id: UUID) -> Response:
        """Withdraw it: whoever checks it is told that it holds no more. Said again it stays as it is."""
        return _told(withdraw(user=caller_of(request), badge_id=badge_id, now=timezone.now()))


class SourcesView(SooshView):
    """`credentials/sources`."""

    @extend_schema(operation_id="badge_sources_list", parameters=[SourcesQuery], responses=SourcesOutput)
    def get(self, request: Request) -> Response:
        """List of what one can have badges made, of one kind, the newest first."""
        asked, user = _SOURCES_QUERY.run_validation(request.GET), caller_of(request)
        kind = Kind(asked["kind"])
        rows, page = counted_rows(provable_rows(user, kind), number=asked["page"], size=asked["limit"])
        sources = [as_provable(user, kind, row) for row in rows]
        made = sources_with_badges(user, kind, [each.source for each in sources])
        told = [source_json(each, made.get(each.source)) for each in sources]
        response = Response(SourcesOutput({"sources": told}).data)
        add_page_headers(response, page)
        return response


class LinksView(SooshView):
    """`credentials/links`."""

    @extend_schema(operation_id="badge_links", responses=LinksOutput)
    def get(self, request: Request) -> Response:
        """Give the badges that one shows as a text for an application or a resume, a line each."""
        links = shown_badges_of(caller_of(request))
        text = "\n".join(each.line for each in links)
        return Response(LinksOutput({"links": links, "text": text}).data)


def _told(badge: Badge, code: int = status.HTTP_200_OK) -> Response:
    return Response({"badge": BadgeSerializer(badge).data}, status=code)
