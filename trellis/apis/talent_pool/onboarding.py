"""`/mentor/onboarding/`: becoming a coach. An addition to the document, which starts where coaches exist."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_pool.base import TalentPoolView
from trellis.apis.talent_pool.people import CoachSerializer
from trellis.apis.talent_pool.profiles import ProfileInput, onboarded
from trellis.core.http.idempotency import idempotent
from trellis.core.writing.fields import LineField
from trellis.domain.scouting import rules, services


class CoachInput(ProfileInput):
    """What becoming a coach takes."""

    coaching_experience_years = serializers.IntegerField(
        min_value=rules.YEARS_OF_EXPERIENCE.least, max_value=rules.YEARS_OF_EXPERIENCE.most, required=False
    )
    playing_experience_years = serializers.IntegerField(
        min_value=rules.YEARS_OF_EXPERIENCE.least, max_value=rules.YEARS_OF_EXPERIENCE.most, required=False
    )
    coaching_levels = LineField(max_length=rules.LONGEST_COACHING_LEVELS, required=False, allow_blank=True)
    coaching_style = LineField(max_length=rules.LONGEST_COACHING_STYLE, required=False, allow_blank=True)
    max_students = serializers.IntegerField(
        min_value=rules.STUDENTS.least, max_value=rules.STUDENTS.most, required=False
    )
    availability = LineField(max_length=rules.LONGEST_AVAILABILITY, required=False, allow_blank=True)
    is_available = serializers.BooleanField(required=False, default=True)


class CoachOnboardingView(TalentPoolView):
    """`POST /mentor/onboarding/`."""

    @extend_schema(request=CoachInput, responses={201: CoachSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Become a mentor, whose pool starts with every onboarded talent."""
        person = onboarded(services.onboard_coach, CoachInput, request)
        return Response(CoachSerializer(person).data, status=status.HTTP_201_CREATED)
