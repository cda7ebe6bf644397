"""What can be told of a post by itself."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trellis.domain.community.models import Post


def is_gone(post: "Post") -> bool:
    """Tell whether nothing of it is shown any more: deleted, removed, or its author erased."""
    return post.deleted_at is not None or post.removed_at is not None or not post.text


def shown_text(post: "Post") -> str:
    """Return what others read of it."""
    return "" if is_gone(post) else post.text
