"""`GET /api/v1/mentors/recommended`: mentors who suit what the caller wants and can."""

import json
from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.mentors.output import MENTORS, MentorCardSerializer
from trellis.apis.soosh.users.base import caller_of
from trellis.core.paging.headers import CountedPage, CountedPageQuery, add_page_headers, page_asked_for
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.queries.recommending import recommended_for
from trellis.domain.mentorship.services.next_slots import reckon_unknown


class MentorMatchOutput(serializers.Serializer[Any]):
    """A mentor, how well they suit (up to 1), why, and which of their skills the caller named."""

    mentor = MentorCardSerializer()
    match_score = serializers.FloatField()
    match_reasons = serializers.ListField(child=serializers.CharField())
    common_skills = serializers.ListField(child=serializers.CharField())


class RecommendedMentorsOutput(serializers.Serializer[Any]):
    """A page of matches, the best first; the headers tell which."""

    matches = MentorMatchOutput(many=True)


class RecommendedView(SooshView):
    """`mentors/recommended`."""

    @extend_schema(
        operation_id="mentors_recommended_list",
        parameters=[CountedPageQuery],
        responses=RecommendedMentorsOutput,
    )
    def get(self, request: Request) -> Response:
        """List mentors who suit the caller's profile; none while there is no profile."""
        number, size = page_asked_for(request)
        now = timezone.now()
        found = recommended_for(caller_of(request), now=now)
        page = found[(number - 1) * size : number * size]
        cards = _cards([each.mentor for each in page], now)
        matches = [
            {
                "mentor": card,
                "match_score": each.match.score,
                "match_reasons": each.match.reasons,
                "common_skills": each.match.common_skills,
            }
            for card, each in zip(cards, page, strict=True)
        ]
        response = Response({"matches": matches})
        add_page_headers(response, CountedPage([], number, size, len(found)))
        return response


def _cards(mentors: list[Mentor], now: datetime) -> list[Any]:
    """Return the mentors as lists have them, each with the next time that is true now."""
    keys = [mentor.pk for mentor in mentors]
    if any(each.next_slot_until is None or each.next_slot_until < now for each in mentors):
        reckon_unknown(now=now, among=keys)
    cards: list[Any] = json.loads(MENTORS.render(keys, now=now))
    return cards
