"""Posts of talents as this door prints them: whole, and short in the lists."""

from rest_framework import serializers

from trellis.core.rendering import MediaURL, Nest
from trellis.domain.scouting.models import Post

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
