"""`/mentor/talents/`: becoming a talent, one's own profile and posts. Additions to the document."""

from typing import Any

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_pool.answers import OF_OWN_POSTS, OF_OWN_PROFILE
from trellis.apis.talent_pool.base import TalentPoolView
from trellis.apis.talent_pool.people import TalentSerializer
from trellis.apis.talent_pool.posts import PostSerializer
from trellis.apis.talent_pool.profiles import ProfileInput, changed, onboarded
from trellis.core.files.uploads import PictureField, VideoField
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.core.paging.cursors import PageQuery, newest_first, respond
from trellis.core.rendering import compile_page
from trellis.core.writing.fields import TextField
from trellis.domain.scouting import rules, services
from trellis.domain.scouting.models import Talent
from trellis.domain.scouting.queries import talent_of_user


class TalentInput(ProfileInput):
    """What becoming a talent takes."""

    experience_years = serializers.IntegerField(
        min_value=rules.YEARS_OF_EXPERIENCE.least, max_value=rules.YEARS_OF_EXPERIENCE.most, required=False
    )
    cover_photo = PictureField(required=False, allow_null=True)


class TalentOnboardingView(TalentPoolView):
    """`POST /mentor/talents/onboarding/`."""

    @extend_schema(request=TalentInput, responses={201: TalentSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Become a talent, and join every mentor's pool."""
        person = onboarded(services.onboard_talent, TalentInput, request)
        return Response(TalentSerializer(person).data, status=status.HTTP_201_CREATED)


class OwnTalentView(TalentPoolView):
    """`GET, PATCH /mentor/talents/me/`: the signed-in talent's own profile."""

    answers = OF_OWN_PROFILE

    @extend_schema(responses=TalentSerializer)
    def get(self, request: Request) -> Response:
        """Show one's own profile as a talent."""
        return Response(TalentSerializer(_own_talent(request)).data)

    @extend_schema(request=TalentInput, responses=TalentSerializer)
    def patch(self, request: Request) -> Response:
        """Change what one tells of oneself as a talent: JSON, or a form with a new picture. Null empties."""
        talent = changed(services.change_talent, TalentInput, request, talent=_own_talent(request))
        return Response(TalentSerializer(talent).data)


class NewPost(Input):
    """What publishing a post takes: at least one of the four."""

    content = TextField(max_length=rules.LONGEST_POST, required=False, allow_blank=True)
    caption = TextField(max_length=rules.LONGEST_CAPTION, required=False, allow_blank=True)
    image = PictureField(required=False, allow_null=True)
    video = VideoField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what was given; raise ValidationError when that is nothing."""
        given = {name: value for name, value in attrs.items() if value}
        if not given:
            raise serializers.ValidationError("Give a content, a caption, an image or a video.")
        return given


POSTS = compile_page(PostSerializer)


class OwnPostsView(TalentPoolView):
    """`GET, POST /mentor/talents/me/posts/`: an addition to the document."""

    answers = OF_OWN_POSTS

    @extend_schema(parameters=[PageQuery], responses=PostSerializer(many=True))
    def get(self, request: Request) -> HttpResponseBase:
        """List the signed-in talent's posts, newest first."""
        talent = _own_talent(request)
        return respond(POSTS, newest_first(talent.posts.all(), request=request), request=request)

    @extend_schema(request=NewPost, responses={201: PostSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Publish a post: words as JSON, or a form with an image or a video."""
        talent = _own_talent(request)
        given = NewPost(data=request.data)
        given.is_valid(raise_exception=True)
        post = services.publish_post(talent=talent, now=timezone.now(), **given.validated_data)
        return Response(PostSerializer(post).data, status=status.HTTP_201_CREATED)


def _own_talent(request: Request) -> Talent:
    if not request.user.is_authenticated:
        raise exceptions.NotAuthenticated
    return talent_of_user(request.user.pk)
