"""`bookings/create`: a session is booked (soosh-api.md, section 6)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import STYLE, SooshView
from trellis.apis.soosh.bookings.input import BookedSessionInput
from trellis.apis.soosh.bookings.output import (
    BundleBoughtOutput,
    ReservedOutput,
    booking_json,
    due_json,
)
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.views import validated
from trellis.domain.accounts.services.zones import guess_zone
from trellis.domain.learning.models import Opportunity
from trellis.domain.learning.queries.opportunities import opportunity_of_session
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.queries.mentors import mentor_shown
from trellis.domain.mentorship.services.reserving import Wish, reserve

_NOBODY = {404: OpenApiResponse(STYLE.shapes[404], "There is no such mentor.")}
_TOPIC = "Mentorship session"
_NO_OPPORTUNITY = "There is no such opportunity, or not with this mentor."


class CreateView(SooshView):
    """`bookings/create`."""

    @extend_schema(
        request=BookedSessionInput, responses={200: ReservedOutput, 201: ReservedOutput, **_NOBODY}
    )
    def post(self, request: Request) -> Response:
        """Book a session: 201, or 200 with the same where it is one's own already.

        What has a price is held for 15 minutes, until it is paid for. Without an answer of the payment
        service it is 503, and held all the same: the same request gives the booking and its payment.
        """
        given, mentee, now = validated(BookedSessionInput, request), caller_of(request), timezone.now()
        mentor = mentor_shown(given["mentor_user_id"], viewer=mentee)
        opportunity = _opportunity(given.get("opportunity_id"), mentor, now)
        if "timezone" in given:
            guess_zone(user=mentee, name=given["timezone"])
        made = reserve(mentor=mentor, mentee=mentee, wish=_wish(given, opportunity), now=now)
        bundle = made.booking.bundle
        body = {
            "booking": booking_json(made.booking, viewer=mentee, now=now),
            "payment": None if made.payment is None else due_json(made.payment),
            "bundle": None if bundle is None else BundleBoughtOutput(bundle).data,
        }
        return Response(body, status=status.HTTP_201_CREATED if made.is_new else status.HTTP_200_OK)


def _wish(given: dict[str, Any], opportunity: Opportunity | None) -> Wish:
    return Wish(
        starts_at=given["scheduled_at"],
        minutes=given.get("duration_minutes"),
        topic=_TOPIC if opportunity is None else opportunity.title,
        notes=given["mentee_notes"],
        opportunity_id=None if opportunity is None else opportunity.public_id,
        package_id=given.get("package_id"),
        is_new_package=given["new_package"],
        is_first_talk=given["free_talk"],
        said=(given.get("amount"), given["currency"]),
    )


def _opportunity(public_id: UUID | None, mentor: Mentor, now: datetime) -> Opportunity | None:
    """Return the opportunity that a session is booked for; raise ValidationError."""
    if public_id is None:
        return None
    found = opportunity_of_session(public_id, mentor=mentor, now=now)
    if found is None:
        raise exceptions.ValidationError({"opportunity_id": [_NO_OPPORTUNITY]})
    return found
