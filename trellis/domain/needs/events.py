"""What this app publishes. What is needed is never told: that is read in the task, by whom it concerns."""

from typing import TypedDict

from trellis.core.events import DomainEvent
from trellis.domain.needs.models import NeedTask


class OfApplication(TypedDict):
    """For which application."""

    application_id: int
    posting_id: int


class Assigned(OfApplication):
    """Whose task it is now, if anybody's."""

    owner_id: int | None


need_shared = DomainEvent("need.shared", NeedTask, OfApplication)
need_assigned = DomainEvent("need.assigned", NeedTask, Assigned)
need_met = DomainEvent("need.met", NeedTask, OfApplication)
need_waived = DomainEvent("need.waived", NeedTask, OfApplication)
need_reopened = DomainEvent("need.reopened", NeedTask, OfApplication)
# Told while the task is still there.
need_taken_back = DomainEvent("need.taken_back", NeedTask, OfApplication)
