"""Which of their bookings somebody asks for."""

from rest_framework import serializers

from trellis.apis.soosh.bookings.output import WORDS
from trellis.core.http.input import Input
from trellis.core.paging.headers import CountedPageQuery


class BookedSessionsQuery(CountedPageQuery, Input):
    """What is asked of the list."""

    status = serializers.ChoiceField(choices=list(WORDS.values()), required=False, allow_blank=True)
    role = serializers.ChoiceField(choices=["mentor", "mentee"], required=False, allow_blank=True)
    upcoming = serializers.BooleanField(
        required=False, default=False, help_text="Only what is still to come."
    )
