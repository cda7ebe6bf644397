"""Why something cannot be done to a requisition. They know no HTTP; each door answers them once."""

from collections.abc import Iterable

from trellis.core import refusals
from trellis.core.refusals import Absent, Conflict, Invalid, NotYet, Stale


class NotFound(Absent):
    """The tenant has no such requisition (any more); `codes` are those that were asked for in vain."""

    def __init__(self, codes: Iterable[str] = ()) -> None:
        super().__init__()
        self.codes = list(codes)


class NotAllowed(refusals.NotAllowed):
    """The member's role does not reach this."""


class StaleVersion(Stale):
    """Somebody has changed it since: `current` is its version now."""

    def __init__(self, current: int) -> None:
        super().__init__()
        self.current = current


class InvalidStep(Invalid):
    """From `current` no step leads there, only to `allowed`."""

    field = "status"

    def __init__(self, current: str, allowed: list[str]) -> None:
        super().__init__(sentence=f"A requisition that is {current} can become: {', '.join(allowed)}.")
        self.current = current
        self.allowed = allowed


class NotPublishable(Invalid):
    """Only what is approved or open can be shown to everybody."""

    field = "publish_status"
    sentence = "Only an approved or open requisition can be published."


class StageLeft(NotYet):
    """A required stage, `stage`, would be left open."""

    def __init__(self, stage: str) -> None:
        super().__init__(f'Stage "{stage}" has to be approved first.')
        self.stage = stage


class NoSuchMember(Invalid):
    """Who is named as the approver is no member of the tenant."""

    field = "approved_by_id"
    sentence = "There is no such member."


class WorkflowDecided(Conflict):
    """Somebody has decided by this workflow already."""

    sentence = "Somebody has decided by this approval workflow already."


class NotMember(Invalid):
    """Who is named as the checker is no member of the tenant."""

    field = "checked_by_id"
    sentence = "There is no such member."


class UnknownItem(Absent):
    """The requisition has no check of this id (any more)."""


class TooManyItems(Conflict):
    """A requisition has as many checks as it may have: `most`."""

    def __init__(self, most: int) -> None:
        super().__init__(f"A requisition has at most {most} compliance items.")


class NotClosable(Conflict):
    """A requisition that stands at `current` cannot be closed."""

    def __init__(self, current: str) -> None:
        super().__init__(f"A requisition that is {current} cannot be closed.")
        self.current = current


class NotDecidable(Conflict):
    """A requisition that stands at `current` has nothing to approve."""

    def __init__(self, current: str) -> None:
        super().__init__(f"A requisition that is {current} cannot be decided.")
        self.current = current
