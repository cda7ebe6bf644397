"""Mentors: all of them, and one with times and reviews (soosh-api.md, section 5)."""

from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.mentors.filters import MentorsQuery, wanted
from trellis.apis.soosh.mentors.output import MENTORS, REVIEWS, MentorsOutput
from trellis.apis.soosh.mentors.pages import answered_mentors
from trellis.apis.soosh.mentors.profile import MentorDetailOutput, MentorProfileSerializer
from trellis.core.paging.headers import (
    CountedPageQuery,
    PreparedCounted,
    page_asked_for,
)
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.queries.bookings import reviews_given
from trellis.domain.mentorship.queries.browsing import (
    STALE_AMONG,
    STALE_ANYWHERE,
    Sort,
    shown_mentors,
)
from trellis.domain.mentorship.queries.mentors import mentor_shown
from trellis.domain.mentorship.queries.slots import slots_of
from trellis.domain.mentorship.rules.slots import Slot
from trellis.domain.mentorship.services.next_slots import next_slot_of

_DAYS = 7  # of times that are shown
_REVIEWS = 20
# One of it does for all: asked through run_validation it keeps nothing.
_QUERY = MentorsQuery()


class PublicMentorsView(SooshView):
    """What may be read without an account. A token is read all the same."""

    permission_classes = (AllowAny,)


class MentorsView(PublicMentorsView):
    """`GET /api/v1/mentors`."""

    @extend_schema(
        operation_id="mentors_list", parameters=[MentorsQuery, CountedPageQuery], responses=MentorsOutput
    )
    def get(self, request: Request) -> HttpResponse:
        """List the mentors: narrowed, in order, in pages; the best rated first."""
        given = _QUERY.run_validation(request.query_params)
        number, size = page_asked_for(request)
        now = timezone.now()
        asked = wanted(given, viewer=viewer_of(request), now=now)
        pages = _pages(asked.filters, asked.sort, asked.minds_slots)
        holes = asked.arguments(now=now)
        return answered_mentors(pages, holes, number=number, size=size, everybody=asked.minds_slots)


class MentorView(PublicMentorsView):
    """`GET /api/v1/mentors/{mentor_id}`."""

    @extend_schema(responses=MentorDetailOutput)
    def get(self, request: Request, mentor_id: UUID) -> HttpResponse:
        """Show a mentor: their profile, the times of the next seven days, what mentees say."""
        mentor = mentor_shown(mentor_id, viewer=viewer_of(request))
        now = timezone.now()
        zone = ZoneInfo(mentor.availability_timezone)
        mentor.next_slot_at = next_slot_of(mentor, now=now)
        mentor.next_slot_until = now
        today = now.astimezone(zone).date()
        slots = slots_of(mentor, first=today, last=today + timedelta(days=_DAYS - 1), now=now)
        head = JSONRenderer().render(
            {
                "mentor": MentorProfileSerializer(mentor, context={"now": now}).data,
                "availability": {"timezone": zone.key, "slots": _by_day(slots, zone)},
            }
        )
        body = b'%b,"reviews":%b}' % (head[:-1], REVIEWS.render(reviews_given(mentor)[:_REVIEWS]))
        return HttpResponse(body, content_type="application/json")


def viewer_of(request: Request) -> User | None:
    """Return who is signed in."""
    return request.user if isinstance(request.user, User) else None


@cache
def _pages(filters: frozenset[str], sort: Sort, minds_slots: bool) -> PreparedCounted:
    also = STALE_ANYWHERE if minds_slots else STALE_AMONG
    return PreparedCounted(shown_mentors(filters, sort), MENTORS, also=also)


def _by_day(slots: list[Slot], zone: ZoneInfo) -> list[dict[str, Any]]:
    """Return the days on which there is a time, each with its times by the clock of the zone."""
    days: dict[str, list[str]] = {}
    for slot in slots:
        there = slot.starts_at.astimezone(zone)
        days.setdefault(there.date().isoformat(), []).append(f"{there:%H:%M}")
    return [{"date": day, "times": times} for day, times in days.items()]
