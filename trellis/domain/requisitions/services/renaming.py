"""A requisition is found by the address of who asked for it, a published one by the name of its tenant.

A change of either changes the words.
"""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Organization
from trellis.domain.requisitions.models import Requisition

_NEEDED = ("code", "title", "status", "role", "interview_location", "requested_by", "search")
_LISTED = ("title", "company_name", "job_location", "publish_status")
_BATCH = 500


@receiver(post_save, sender=User, dispatch_uid="index_requisitions_of_requester")
def index_requisitions_of_requester(
    instance: User, created: bool, update_fields: frozenset[str] | None = None, **_: Any
) -> None:
    """Write the words of a person's requisitions anew when their account was saved with its address."""
    if created or (update_fields is not None and "email" not in update_fields):
        return
    with transaction.atomic():
        for requisition in _outdated(instance):
            requisition.save(update_fields=["search"])


@receiver(post_save, sender=Organization, dispatch_uid="index_listings_of_renamed")
def index_listings_of_renamed(
    instance: Organization, created: bool, update_fields: frozenset[str] | None = None, **_: Any
) -> None:
    """Write the words of what a tenant has published anew when it was saved with its name."""
    if created or (update_fields is not None and "name" not in update_fields):
        return
    rows = Requisition.objects.of(instance.pk).filter(publish_status=True)
    with transaction.atomic():
        published = list(rows.only(*_LISTED).select_for_update().order_by("pk"))
        for requisition in published:
            requisition.organization = instance
            requisition.index_listing()
        rows.bulk_update(published, ["listing"], batch_size=_BATCH)


def _outdated(user: User) -> list[Requisition]:
    """Return the locked rows whose words are no longer right, with the right ones in them."""
    rows = Requisition.objects.of_all_tenants().filter(requested_by=user)
    found = []
    for requisition in rows.only(*_NEEDED).select_for_update().order_by("pk"):
        requisition.requested_by, before = user, str(requisition.search or "")
        requisition.index()
        # PostgreSQL keeps the lexemes in an order of its own.
        if set(str(requisition.search).split()) != set(before.split()):
            found.append(requisition)
    return found
