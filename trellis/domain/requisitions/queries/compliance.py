"""What can be asked of the checks that a hire has to pass."""

from uuid import UUID

from django.db.models import QuerySet

from trellis.domain.requisitions.models import ComplianceItem, Requisition
from trellis.domain.requisitions.refusals import UnknownItem


def items_of(requisition: Requisition) -> QuerySet[ComplianceItem]:
    """Return the checks of a requisition in their order."""
    return ComplianceItem.objects.filter(requisition=requisition).order_by("position", "pk")


def item_of(requisition: Requisition, item_id: UUID) -> ComplianceItem:
    """Return one of its checks; raise UnknownItem."""
    found = items_of(requisition).filter(pk=item_id).first()
    if found is None:
        raise UnknownItem
    return found
