"""What the list of mentors is narrowed to, and how it is ordered."""

from typing import Any

from django.db.models import DecimalField
from django.db.models.functions import Cast, Lower, NullIf
from rest_framework import serializers

_AVERAGE = Cast("rating_sum", DecimalField(max_digits=20, decimal_places=10)) / NullIf("rating_count", 0)
# Each order is total; mentors without a rating come last either way.
SORTS: dict[str, list[Any]] = {
    "newest": ["-pk"],
    "rating": [_AVERAGE.asc(nulls_last=True), "rating_count", "-pk"],
    "-rating": [_AVERAGE.desc(nulls_last=True), "-rating_count", "-pk"],
    "experience": ["-years_of_experience", "-pk"],
    "sessions": ["-total_sessions", "-pk"],
    "name": [Lower("user__first_name"), Lower("user__last_name"), "-pk"],
}


class MentorsQuery(serializers.Serializer[Any]):
    """What the list of mentors is narrowed to, and how it is ordered."""

    search = serializers.CharField(max_length=200, required=False, allow_blank=True)
    expertise = serializers.CharField(max_length=60, required=False, allow_blank=True)
    sort = serializers.ChoiceField(choices=list(SORTS), required=False, allow_blank=True)
