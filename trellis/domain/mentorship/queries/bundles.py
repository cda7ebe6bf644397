"""What can be asked of packages that people have bought."""

from uuid import UUID

from django.db.models import QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Bundle
from trellis.domain.mentorship.refusals import NoBundle


def bundles_of(user: User) -> QuerySet[Bundle]:
    """Return the packages that somebody has bought, the latest first: those that were paid for."""
    paid = Bundle.objects.filter(mentee=user, payment__succeeded_at__isnull=False, payment__misplaced="")
    return paid.select_related("mentor__user").order_by("-created_at", "-pk")


def bundle_of(user: User, public_id: UUID) -> Bundle:
    """Return a package to whoever has bought it, or is about to; raise NoBundle."""
    found = Bundle.objects.filter(mentee=user, public_id=public_id).select_related("mentor__user").first()
    if found is None:
        raise NoBundle
    return found
