"""`bookings/{booking_id}/review`: what the mentee says of a session that was held."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.mentors.output import MentorReviewSerializer
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.writing.fields import LineField, TextField
from trellis.domain.mentorship.queries.bookings import booking_of
from trellis.domain.mentorship.rules import limits
from trellis.domain.mentorship.services.feedback import review


class ReviewInput(Input):
    """How a session was: stars, words, and what was learned."""

    rating = serializers.IntegerField(min_value=limits.STARS.least, max_value=limits.STARS.most)
    review_text = TextField(max_length=limits.LONGEST_FEEDBACK, required=False, allow_blank=True, default="")
    skills_learned = serializers.ListField(
        child=LineField(max_length=limits.LONGEST_AREA),
        max_length=limits.MOST_SKILLS_LEARNED,
        required=False,
        default=list,
    )


class ReviewedOutput(serializers.Serializer[Any]):
    """A review as it is shown with its mentor."""

    review = MentorReviewSerializer()


class ReviewView(SooshView):
    """`bookings/{booking_id}/review`."""

    @extend_schema(request=ReviewInput, responses={201: ReviewedOutput})
    @idempotent
    def post(self, request: Request, booking_id: UUID) -> Response:
        """Review a session that was held, as its mentee, once."""
        given, mentee = validated(ReviewInput, request), caller_of(request)
        told = review(
            booking=booking_of(mentee, booking_id),
            actor=mentee,
            rating=given["rating"],
            text=given["review_text"],
            skills=given["skills_learned"],
            now=timezone.now(),
        )
        return Response(ReviewedOutput({"review": told}).data, status=status.HTTP_201_CREATED)
