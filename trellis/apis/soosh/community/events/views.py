"""`community/events`: what takes place, making it, and coming to it (soosh-api.md, section 13)."""

from datetime import datetime
from functools import cache
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.community.events.input import EventChangeInput, EventInput, EventsQuery, said_by
from trellis.apis.soosh.community.events.output import (
    ATTENDEES,
    EVENTS,
    NOW,
    AttendeesOutput,
    CommunityEventOutput,
    CommunityEventsOutput,
)
from trellis.apis.soosh.community.input import PageQuery
from trellis.apis.soosh.community.pages import listed, listed_by, shown
from trellis.apis.soosh.users.base import caller_of
from trellis.core.db.prepared import Argument
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.core.paging.headers import PreparedCounted
from trellis.domain.accounts.models import User
from trellis.domain.community.models import Gathering
from trellis.domain.community.queries.calendars import calendar_of
from trellis.domain.community.queries.gatherings import (
    attendances_at,
    gathering_for,
    gatherings_for,
    narrowed,
    shared_with,
)
from trellis.domain.community.queries.groups import VIEWER, group_for, group_named
from trellis.domain.community.rules.choices import When
from trellis.domain.community.services.attending import attend, withdraw
from trellis.domain.community.services.scheduling import (
    cancel_gathering,
    change_gathering,
    plan_gathering,
)

_QUERY, _PAGE = EventsQuery(), PageQuery()
_ATTENDEES = PreparedCounted(attendances_at(Argument("event_id")), ATTENDEES)
_FILE = {(200, "text/calendar"): OpenApiResponse(OpenApiTypes.STR, "An .ics file.")}


class EventsView(SooshView):
    """`community/events`."""

    @extend_schema(
        operation_id="community_events_list", parameters=[EventsQuery], responses=CommunityEventsOutput
    )
    def get(self, request: Request) -> HttpResponse:
        """List events of all groups and of the house: what comes first first, or what is over."""
        asked, person, now = _QUERY.run_validation(request.GET), caller_of(request), timezone.now()
        group = group_for(person, asked["group_id"]) if "group_id" in asked else None
        page = {"number": asked["page"], "size": asked["limit"], "viewer_id": person.pk, "now": now}
        if not asked.keys() & {"q", "since", "until"}:
            pages = _pages(When(asked["when"]), group is not None, asked["is_attending"])
            return listed_by("events", pages, group_id=group and group.pk, **page)
        rows = narrowed(
            gatherings_for(person, when=When(asked["when"]), now=now),
            viewer=person,
            words=asked.get("q", ""),
            group=group,
            is_attending=asked["is_attending"],
            first=asked.get("since"),
            last=asked.get("until"),
        )
        return listed("events", EVENTS, rows, **page)

    @extend_schema(request=EventInput, responses={201: CommunityEventOutput})
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Make an event of a group, as its admin."""
        given, person, now = validated(EventInput, request), caller_of(request), timezone.now()
        group = group_named(given["group_id"])
        said = said_by(given, zone=given["timezone"])
        made = plan_gathering(group=group, actor=person, said=said, now=now)
        return _answered(made, person, now, code=status.HTTP_201_CREATED)


class EventView(SooshView):
    """`community/events/{event_id}`."""

    @extend_schema(responses=CommunityEventOutput)
    def get(self, request: Request, event_id: UUID) -> HttpResponse:
        """Show an event; the address to meet at is there for who attends, and who organizes."""
        person = caller_of(request)
        return _answered(gathering_for(person, event_id), person, timezone.now())

    @extend_schema(request=EventChangeInput, responses=CommunityEventOutput)
    def put(self, request: Request, event_id: UUID) -> HttpResponse:
        """Have an event be otherwise, as an admin of its group: who comes is told of a new time or place."""
        given, person, now = validated(EventChangeInput, request), caller_of(request), timezone.now()
        row = gathering_for(person, event_id)
        changes = said_by(given, zone=row.timezone)
        changed = change_gathering(gathering=row, actor=person, changes=changes, now=now)
        return _answered(changed, person, now)


class CancelEventView(SooshView):
    """`community/events/{event_id}/cancel`."""

    @extend_schema(request=None, responses=CommunityEventOutput)
    @idempotent
    def post(self, request: Request, event_id: UUID) -> HttpResponse:
        """Call an event off, as an admin of its group; who comes, or waits, is told. No body is read."""
        person, now = caller_of(request), timezone.now()
        row = cancel_gathering(gathering=gathering_for(person, event_id), actor=person, now=now)
        return _answered(row, person, now)


class AttendanceView(SooshView):
    """`community/events/{event_id}/attendance`."""

    @extend_schema(request=None, responses=CommunityEventOutput)
    def put(self, request: Request, event_id: UUID) -> HttpResponse:
        """Come to an event, or wait for a place where none is left; twice is once. No body is read."""
        person, now = caller_of(request), timezone.now()
        row = gathering_for(person, event_id)
        attend(gathering=row, person=person, now=now)
        return _answered(row, person, now)

    @extend_schema(responses={200: CommunityEventOutput})
    def delete(self, request: Request, event_id: UUID) -> HttpResponse:
        """Come, or wait, no more: who has waited longest has the place, and is told."""
        person, now = caller_of(request), timezone.now()
        row = gathering_for(person, event_id)
        withdraw(gathering=row, person=person, now=now)
        return _answered(row, person, now)


class AttendeesView(SooshView):
    """`community/events/{event_id}/attendees`."""

    @extend_schema(operation_id="community_attendees_list", parameters=[PageQuery], responses=AttendeesOutput)
    def get(self, request: Request, event_id: UUID) -> HttpResponse:
        """List who comes, then who waits, for who comes or organizes; others get 403."""
        asked, person = _PAGE.run_validation(request.GET), caller_of(request)
        key = shared_with(person, event_id)
        return listed_by("attendees", _ATTENDEES, number=asked["page"], size=asked["limit"], event_id=key)


class CalendarView(SooshView):
    """`community/events/{event_id}/calendar.ics`."""

    @extend_schema(responses=_FILE)
    def get(self, request: Request, event_id: UUID) -> HttpResponse:
        """Give an event as a file for calendars, by the clock of its zone, with all times of it."""
        person = caller_of(request)
        text = calendar_of(gathering_for(person, event_id), person)
        response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="event.ics"'
        return response


@cache
def _pages(when: When, is_of_group: bool, is_attending: bool | None) -> PreparedCounted:
    rows = narrowed(
        gatherings_for(VIEWER, when=when, now=NOW),
        viewer=VIEWER,
        group=Argument("group_id") if is_of_group else None,
        is_attending=is_attending,
    )
    return PreparedCounted(rows, EVENTS)


def _answered(row: Gathering, viewer: User, now: datetime, *, code: int = status.HTTP_200_OK) -> HttpResponse:
    return shown("event", EVENTS, row, code=code, viewer_id=viewer.pk, now=now)
