"""What this app publishes. The subject is the requisition, also of its approvals and compliance items."""

from typing import Any, NotRequired, TypedDict

from trellis.core.events import ChangedTexts, DomainEvent
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.rules.choices import Status


class Coded(TypedDict):
    """What the requisition is called, also when it is gone."""

    code: str


class Changed(Coded):
    """By field: [from, to], too."""

    changes: dict[str, list[Any]]


class StageNames(TypedDict):
    """On which stages."""

    stages: list[str]


class StageDecided(TypedDict):
    """Who said what, in which round, and what follows from it."""

    verdict: str
    approver_id: int
    round: int
    settled: str | None  # the ruling on the whole, where this was the last that it waited for
    decision_id: int  # of the last of the stages
    opened: list[int]  # the places of the stages that can be decided now and could not before


class ItemName(ChangedTexts):
    """What the compliance item is called."""

    name: str


class ItemTouched(TypedDict):
    """Which compliance item, and where it stands."""

    item_id: str
    status: str


class ItemChanged(TypedDict):
    """Which compliance item; by field [from, to], of texts only that they changed."""

    item_id: str
    changes: NotRequired[dict[str, list[Any]]]
    texts: NotRequired[list[str]]


requisition_created = DomainEvent("requisition.created", Requisition, Changed, ChangedTexts)
requisition_changed = DomainEvent("requisition.changed", Requisition, Changed, ChangedTexts)
requisition_submitted = DomainEvent("requisition.submitted", Requisition, Changed, ChangedTexts)
requisition_withdrawn = DomainEvent("requisition.withdrawn", Requisition, Changed, ChangedTexts)
requisition_approved = DomainEvent("requisition.approved", Requisition, Changed, ChangedTexts)
requisition_rejected = DomainEvent("requisition.rejected", Requisition, Changed, ChangedTexts)
requisition_opened = DomainEvent("requisition.opened", Requisition, Changed, ChangedTexts)
requisition_closed = DomainEvent("requisition.closed", Requisition, Changed, ChangedTexts)
requisition_cancelled = DomainEvent("requisition.cancelled", Requisition, Changed, ChangedTexts)
requisition_published = DomainEvent("requisition.published", Requisition, Changed, ChangedTexts)
requisition_unpublished = DomainEvent("requisition.unpublished", Requisition, Changed, ChangedTexts)
requisition_deleted = DomainEvent("requisition.deleted", Requisition, Coded)
requisition_recovered = DomainEvent("requisition.recovered", Requisition, Coded)
requisition_purged = DomainEvent("requisition.purged", Requisition, Coded)
stage_decided = DomainEvent("requisition.stage_decided", Requisition, StageDecided, StageNames)
compliance_added = DomainEvent("compliance.added", Requisition, ItemTouched, ItemName)
compliance_changed = DomainEvent("compliance.changed", Requisition, ItemChanged, ItemName)
compliance_removed = DomainEvent("compliance.removed", Requisition, ItemTouched, ItemName)

# What it is called when a requisition comes to stand there.
REACHED: dict[Status, DomainEvent[Requisition, Changed]] = {
    Status.DRAFT: requisition_withdrawn,
    Status.PENDING: requisition_submitted,
    Status.APPROVED: requisition_approved,
    Status.REJECTED: requisition_rejected,
    Status.OPEN: requisition_opened,
    Status.CLOSED: requisition_closed,
    Status.CANCELLED: requisition_cancelled,
}
