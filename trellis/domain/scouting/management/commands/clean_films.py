"""`trellis manage clean_films`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from rest_framework.serializers import ValidationError

from trellis.core.files.turns import Busy
from trellis.domain.scouting.models import Post
from trellis.domain.scouting.services import clean_stored_video


class Command(BaseCommand):
    """Cleans the films of posts that were stored before films were cleaned."""

    help = "Remove places and other metadata from the films of posts that were stored with them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say where to begin, and how many to do."""
        parser.add_argument("--after", type=int, default=0, help="begin after the post of this number")
        parser.add_argument("--most", type=int, default=1000, help="how many posts to look at (1000)")

    def handle(self, *args: Any, after: int, most: int, **options: Any) -> None:
        """Clean film after film; say of each that is left why, and in the end where to go on."""
        posts = Post.objects.exclude(video="").filter(pk__gt=after).order_by("pk")[:most]
        looked_at = cleaned = 0
        for post in posts:
            try:
                cleaned += clean_stored_video(post=post)
            except Busy:
                break
            except (ValidationError, OSError) as error:
                self.stderr.write(f"Post {post.pk} keeps its film as it is: {_reason(error)}")
            looked_at, after = looked_at + 1, post.pk
        self.stdout.write(f"Looked at {looked_at} films and cleaned {cleaned}. Go on with --after {after}.")


def _reason(error: ValidationError | OSError) -> str:
    if isinstance(error, OSError):
        return error.strerror or "its file cannot be read."
    return " ".join(map(str, error.detail))
