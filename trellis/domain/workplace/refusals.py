"""Why the workplace refuses: one class a reason. They know no HTTP; each door maps them once."""

from collections.abc import Sequence


class WorkplaceError(Exception):
    """Anything that this app refuses."""


class NotAllowed(WorkplaceError):
    """The member sees the request, and this is another's to do."""


class InvalidStep(WorkplaceError):
    """A request that stands at `current` cannot go to `target`, only to those `allowed`."""

    def __init__(self, *, current: str, target: str, allowed: Sequence[str]) -> None:
        super().__init__(f"{current} -> {target}")
        self.current = current
        self.target = target
        self.allowed = tuple(allowed)


class NotPending(WorkplaceError):
    """What a request asks for can be changed only until it is decided."""


class Overtaken(WorkplaceError):
    """Somebody else changed the request after the member had read it."""


class Deleted(WorkplaceError):
    """Somebody else deleted the request meanwhile."""
