"""Posts of talents: as the lists print them, and a talent's own (`/mentor/talents/me/posts/`)."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_pool.base import Refused, TalentPoolView
from trellis.core.files.uploads import PictureField, VideoField
from trellis.core.paging.cursors import PageQuery, newest_first, respond
from trellis.core.rendering import MediaURL, Nest, compile_page
from trellis.domain.scouting import services
from trellis.domain.scouting.models import Post, Talent
from trellis.domain.scouting.queries import talent_of_user

# What stands beside a talent in a list: their newest posts.
POSTS_SHOWN = 20


class PostSerializer(serializers.ModelSerializer[Post]):
    """A post, whole."""

    image = MediaURL()
    video = MediaURL()

    class Meta:
        model = Post
        fields = [
            "id",
            "talent",
            "content",
            "image",
            "video",
            "caption",
            "created_at",
            "updated_at",
            "likes_count",
            "views_count",
        ]


class _ShortPostWithImage(serializers.ModelSerializer[Post]):
    image = MediaURL()

    class Meta:
        model = Post
        fields = ["id", "content", "image", "likes_count", "views_count", "created_at"]


class _ShortPostWithVideo(serializers.ModelSerializer[Post]):
    video = MediaURL()

    class Meta:
        model = Post
        fields = ["id", "content", "video", "likes_count", "views_count", "created_at"]


class NewPost(serializers.Serializer[Any]):
    """What publishing a post takes: at least one of the four."""

    content = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    caption = serializers.CharField(max_length=500, required=False, allow_blank=True)
    image = PictureField(required=False, allow_null=True)
    video = VideoField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what was given; raise ValidationError when that is nothing."""
        given = {name: value for name, value in attrs.items() if value}
        if not given:
            raise serializers.ValidationError("Give a content, a caption, an image or a video.")
        return given


def newest_posts(source: str | None = None) -> Nest:
    """Return the field that lists a talent's newest posts, whole."""
    return _newest(PostSerializer, source)


def newest_posts_with_image(source: str) -> Nest:
    """Return the field of the list of selected talents, whose posts are short and show the image."""
    return _newest(_ShortPostWithImage, source)


def newest_posts_with_video(source: str) -> Nest:
    """Return the field of the list of rejected talents, whose posts are short and show the video."""
    return _newest(_ShortPostWithVideo, source)


def _newest(serializer: type[serializers.ModelSerializer[Post]], source: str | None) -> Nest:
    return Nest(serializer, source=source, order_by=("-created_at", "-id"), limit=POSTS_SHOWN)


POSTS = compile_page(PostSerializer)


class OwnPostsView(TalentPoolView):
    """`GET, POST /mentor/talents/me/posts/`: an addition to the document."""

    @extend_schema(parameters=[PageQuery], responses=PostSerializer(many=True))
    def get(self, request: Request) -> HttpResponse:
        """List the signed-in talent's posts, newest first."""
        talent = _own_talent(request)
        return respond(POSTS, newest_first(talent.posts.all(), request=request), request=request)

    @extend_schema(request=NewPost, responses={201: PostSerializer})
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
    talent = talent_of_user(request.user.pk)
    if talent is None:
        raise Refused("Only talents can have posts.", status=403)
    return talent
