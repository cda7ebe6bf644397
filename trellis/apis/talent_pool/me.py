"""`/mentor/me/`: the signed-in coach's own profile. An addition to the document."""

from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_pool.answers import OF_OWN_PROFILE
from trellis.apis.talent_pool.base import TalentPoolView
from trellis.apis.talent_pool.onboarding import CoachInput
from trellis.apis.talent_pool.people import CoachSerializer
from trellis.apis.talent_pool.profiles import changed
from trellis.domain.scouting import services
from trellis.domain.scouting.models import Coach
from trellis.domain.scouting.queries import coach_of_user


class OwnCoachView(TalentPoolView):
    """`GET, PATCH /mentor/me/`."""

    answers = OF_OWN_PROFILE

    @extend_schema(responses=CoachSerializer)
    def get(self, request: Request) -> Response:
        """Show one's own profile as a mentor."""
        return Response(CoachSerializer(_own_coach(request)).data)

    @extend_schema(request=CoachInput, responses=CoachSerializer)
    def patch(self, request: Request) -> Response:
        """Change what one tells of oneself as a mentor: JSON, or a form with a new picture. Null empties."""
        coach = changed(services.change_coach, CoachInput, request, coach=_own_coach(request))
        return Response(CoachSerializer(coach).data)


def _own_coach(request: Request) -> Coach:
    if not request.user.is_authenticated:
        raise exceptions.NotAuthenticated
    return coach_of_user(request.user.pk)
