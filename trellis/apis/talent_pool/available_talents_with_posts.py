"""`GET /mentor/available-talents-with-posts/`: the talents that a coach can still decide on."""

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from trellis.apis.talent_pool.answers import Refused
from trellis.apis.talent_pool.base import TalentPoolView
from trellis.apis.talent_pool.people import TalentSerializer
from trellis.apis.talent_pool.posts import newest_posts
from trellis.core.db.prepared import Argument
from trellis.core.paging.cursors import PageQuery, PreparedKeyset, respond_rendered
from trellis.core.rendering import compile_page
from trellis.domain.scouting.models import Talent
from trellis.domain.scouting.queries import coach_id_of_user, pool_of_user


class AvailableTalentSerializer(serializers.ModelSerializer[Talent]):
    """A talent of the pool with their posts."""

    talent = TalentSerializer(source="*")
    posts = newest_posts()

    class Meta:
        model = Talent
        fields = ["talent", "posts"]


AVAILABLE_TALENTS = compile_page(AvailableTalentSerializer)
_POOL = PreparedKeyset(pool_of_user(Argument("user_id")), AVAILABLE_TALENTS)


class AvailableTalentsView(TalentPoolView):
    """The pool of the signed-in coach."""

    @extend_schema(parameters=[PageQuery], responses=AvailableTalentSerializer(many=True))
    def get(self, request: Request) -> HttpResponseBase:
        """List the talents of the signed-in coach's pool, who joined last first."""
        user_id = request.user.pk or 0
        page = _POOL.page(request=request, user_id=user_id)
        if page.is_empty and coach_id_of_user(user_id) is None:
            raise Refused("Only mentors can access talent pool.", status=403)
        return respond_rendered(page, request=request)
