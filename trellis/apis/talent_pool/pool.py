"""`GET /mentor/available-talents-with-posts/`: the talents that a coach can still decide on."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from trellis.apis.talent_pool.base import Refused, TalentPoolView
from trellis.apis.talent_pool.people import TalentSerializer
from trellis.apis.talent_pool.posts import newest_posts
from trellis.core.paging import PageQuery, PreparedKeyset, respond
from trellis.core.prepared import Argument
from trellis.core.rendering import compile_page
from trellis.domain.scouting.models import Talent
from trellis.domain.scouting.queries import coach_id_of_user, pool_of


class AvailableTalentSerializer(serializers.ModelSerializer[Talent]):
    """A talent of the pool with their posts."""

    talent = TalentSerializer(source="*")
    posts = newest_posts()

    class Meta:
        model = Talent
        fields = ["talent", "posts"]


_POOL = PreparedKeyset(pool_of(Argument("coach_id")))
AVAILABLE_TALENTS = compile_page(AvailableTalentSerializer)


class AvailableTalentsView(TalentPoolView):
    """The pool of the signed-in coach."""

    @extend_schema(parameters=[PageQuery], responses=AvailableTalentSerializer(many=True))
    def get(self, request: Request) -> HttpResponse:
        """List the talents of the signed-in coach's pool, who joined last first."""
        coach_id = coach_id_of_user(request.user.pk or 0)
        if coach_id is None:
            raise Refused("Only mentors can access talent pool.", status=403)
        page = _POOL.page(request=request, coach_id=coach_id)
        return respond(AVAILABLE_TALENTS, page, request=request)
