"""A job is found by the name of its organization: a change of that changes the words."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver

from trellis.domain.jobs.models import Posting
from trellis.domain.organizations.models import Organization

_NEEDED = ("title", "location", "skills")
_BATCH = 500


def _of_all(rows: QuerySet[Posting]) -> QuerySet[Posting]:
    """Return the rows, locked, with no more of them than the words are made of."""
    needed = rows.select_related("requisition").only(*_NEEDED, "requisition__company_name")
    return needed.select_for_update(of=("self",), no_key=True).order_by("pk")


@receiver(post_save, sender=Organization, dispatch_uid="index_postings_of_renamed")
def index_postings_of_renamed(
    instance: Organization, created: bool, update_fields: frozenset[str] | None = None, **_: Any
) -> None:
    """Write the words of an organization's jobs anew when it was saved with its name."""
    if created or (update_fields is not None and "name" not in update_fields):
        return
    rows = Posting.objects.of(instance.pk).filter(is_deleted=False)
    with transaction.atomic():
        postings = list(_of_all(rows))
        for posting in postings:
            posting.organization = instance
            posting.index()
        rows.bulk_update(postings, ["listing"], batch_size=_BATCH)
