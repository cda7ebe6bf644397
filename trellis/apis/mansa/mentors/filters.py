"""What the list of mentors is narrowed to, and how it is ordered."""

from typing import Any

from django.db.models.functions import Lower
from rest_framework import serializers

from trellis.core.http.input import Input
from trellis.domain.mentorship.queries.mentors import RATING
from trellis.domain.mentorship.rules.limits import LONGEST_AREA, LONGEST_SEARCH

# Each order is total; mentors without a rating come last either way.
SORTS: dict[str, list[Any]] = {
    "newest": ["-pk"],
    "rating": [RATING.asc(nulls_last=True), "rating_count", "-pk"],
    "-rating": [RATING.desc(nulls_last=True), "-rating_count", "-pk"],
    "experience": ["-years_of_experience", "-pk"],
    "sessions": ["-total_sessions", "-pk"],
    "name": [Lower("user__first_name"), Lower("user__last_name"), "-pk"],
}


class MentorsQuery(Input):
    """What the list of mentors is narrowed to, and how it is ordered."""

    search = serializers.CharField(max_length=LONGEST_SEARCH, required=False, allow_blank=True)
    expertise = serializers.CharField(max_length=LONGEST_AREA, required=False, allow_blank=True)
    sort = serializers.ChoiceField(choices=list(SORTS), required=False, allow_blank=True)
