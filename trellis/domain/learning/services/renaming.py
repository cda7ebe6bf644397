"""A mentorship bears its mentor's name: a change of the account changes it, too."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from trellis.domain.accounts.models import User
from trellis.domain.learning.services.mirroring import mirror_mentor
from trellis.domain.mentorship.models import Mentor

_NEEDED = frozenset({"first_name", "last_name", "username", "is_active"})


@receiver(post_save, sender=User, dispatch_uid="mirror_renamed_mentor")
def mirror_renamed_mentor(
    instance: User, created: bool, update_fields: frozenset[str] | None = None, **_: Any
) -> None:
    """Bring a mentor's opportunity to the account's names, and hide that of an account that is shut."""
    if created or (update_fields is not None and _NEEDED.isdisjoint(update_fields)):
        return
    with transaction.atomic():
        mentor = Mentor.objects.select_for_update(no_key=True).filter(user=instance).first()
        if mentor is not None:
            mentor.user = instance
            mirror_mentor(mentor, now=timezone.now())
