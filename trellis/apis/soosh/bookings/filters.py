"""Which of their bookings somebody asks for."""

from rest_framework import serializers

from trellis.apis.soosh.bookings.output import WORDS_SHOWN
from trellis.core.http.input import Input
from trellis.core.paging.headers import CountedPageQuery
from trellis.domain.mentorship.rules.bookings import SIDES


class BookedSessionsQuery(CountedPageQuery, Input):
    """What is asked of the list."""

    status = serializers.ChoiceField(choices=WORDS_SHOWN, required=False, allow_blank=True)
    role = serializers.ChoiceField(choices=SIDES, required=False, allow_blank=True)
    upcoming = serializers.BooleanField(
        required=False, default=False, help_text="Only what is still to come."
    )
