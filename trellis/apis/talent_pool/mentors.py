"""`/mentor/mentors/`: the coaches who selected a talent (talent-pool-api.md)."""

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from trellis.apis.talent_pool.answers import OF_NAMED
from trellis.apis.talent_pool.base import OpenContractView
from trellis.apis.talent_pool.people import SelectingCoachSerializer
from trellis.core.paging.cursors import PageQuery, newest_first, respond
from trellis.core.rendering import compile_page
from trellis.domain.scouting.models import Selection
from trellis.domain.scouting.queries import selections_of, talent_of_user


class SelectedBySerializer(serializers.ModelSerializer[Selection]):
    """A coach who selected the talent, and when."""

    mentor = SelectingCoachSerializer(source="coach")
    selected_at = serializers.DateTimeField(source="judged_at")

    class Meta:
        model = Selection
        fields = ["mentor", "selected_at"]


SELECTED_BY = compile_page(SelectedBySerializer)


class SelectedByView(OpenContractView):
    """`GET /mentor/mentors/selected-talent/{user_id}/`."""

    answers = OF_NAMED

    @extend_schema(parameters=[PageQuery], responses=SelectedBySerializer(many=True))
    def get(self, request: Request, user_id: int) -> HttpResponseBase:
        """List the mentors who selected a talent, the latest first."""
        self.refuse_strangers(request, user_id=user_id, acting=False)
        selections = selections_of(talent_of_user(user_id))
        return respond(SELECTED_BY, newest_first(selections, request=request), request=request)
