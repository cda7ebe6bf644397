"""Why something cannot be done to a requisition."""

from collections.abc import Iterable


class RequisitionError(Exception):
    """The parent of all of them."""


class NotFound(RequisitionError):
    """The tenant has no such requisition (any more); `codes` are those that were asked for in vain."""

    def __init__(self, codes: Iterable[str] = ()) -> None:
        self.codes = list(codes)
        super().__init__(", ".join(self.codes))


class NotAllowed(RequisitionError):
    """The member's role does not reach this."""


class StaleVersion(RequisitionError):
    """Somebody has changed it since: `current` is its version now."""

    def __init__(self, current: int) -> None:
        super().__init__(str(current))
        self.current = current


class InvalidRequisition(RequisitionError):
    """It would contradict itself; `errors` says per field why."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


class InvalidStep(RequisitionError):
    """From `current` no step leads there, only to `allowed`."""

    def __init__(self, current: str, allowed: list[str]) -> None:
        super().__init__(current)
        self.current = current
        self.allowed = allowed


class NotPublishable(RequisitionError):
    """Only what is approved or open can be shown to everybody."""


class StageLeft(RequisitionError):
    """A required stage, `stage`, would be left open."""

    def __init__(self, stage: str) -> None:
        super().__init__(stage)
        self.stage = stage


class NoSuchMember(RequisitionError):
    """Who is named as the approver is no member of the tenant."""


class WorkflowDecided(RequisitionError):
    """Somebody has decided by this workflow already."""


class NotMember(Exception):
    """Who is named as the checker is no member of the tenant."""


class TooManyItems(Exception):
    """A requisition has at most MOST_ITEMS checks."""


class NotClosable(Exception):
    """A requisition that stands at `current` cannot be closed."""

    def __init__(self, current: str) -> None:
        super().__init__(current)
        self.current = current


class NotDecidable(Exception):
    """A requisition that stands at `current` has nothing to approve."""

    def __init__(self, current: str) -> None:
        super().__init__(current)
        self.current = current
