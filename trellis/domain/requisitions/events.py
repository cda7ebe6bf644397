"""What this app publishes. The subject is the requisition, also of its approvals and compliance items."""

from trellis.core.events import DomainEvent
from trellis.domain.requisitions.models import Status

requisition_created = DomainEvent("requisition.created")
requisition_changed = DomainEvent("requisition.changed")
requisition_submitted = DomainEvent("requisition.submitted")
requisition_withdrawn = DomainEvent("requisition.withdrawn")
requisition_approved = DomainEvent("requisition.approved")
requisition_rejected = DomainEvent("requisition.rejected")
requisition_opened = DomainEvent("requisition.opened")
requisition_closed = DomainEvent("requisition.closed")
requisition_cancelled = DomainEvent("requisition.cancelled")
requisition_published = DomainEvent("requisition.published")
requisition_unpublished = DomainEvent("requisition.unpublished")
requisition_deleted = DomainEvent("requisition.deleted")
requisition_recovered = DomainEvent("requisition.recovered")
requisition_purged = DomainEvent("requisition.purged")
stage_decided = DomainEvent("requisition.stage_decided")
compliance_added = DomainEvent("compliance.added")
compliance_changed = DomainEvent("compliance.changed")
compliance_removed = DomainEvent("compliance.removed")

# What it is called when a requisition comes to stand there.
REACHED: dict[Status, DomainEvent] = {
    Status.DRAFT: requisition_withdrawn,
    Status.PENDING: requisition_submitted,
    Status.APPROVED: requisition_approved,
    Status.REJECTED: requisition_rejected,
    Status.OPEN: requisition_opened,
    Status.CLOSED: requisition_closed,
    Status.CANCELLED: requisition_cancelled,
}
