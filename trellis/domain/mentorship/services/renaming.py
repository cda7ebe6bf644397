"""A mentor is found by the name of their account: whoever changes that name changes the index."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.services.mentors import index_mentor

_NAMES = {"first_name", "last_name"}


@receiver(post_save, sender=User, dispatch_uid="index_renamed_mentor")
def index_renamed_mentor(
    instance: User, created: bool, update_fields: frozenset[str] | None = None, **_: Any
) -> None:
    """Write the search words of a mentor anew when their account was saved with its names."""
    if created or (update_fields is not None and not _NAMES & update_fields):
        return
    mentor = Mentor.objects.filter(user=instance).first()
    if mentor is not None:
        index_mentor(mentor)
