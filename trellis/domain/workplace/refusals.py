"""Why the workplace refuses: one class a reason. They know no HTTP; each door answers them once."""

from collections.abc import Sequence

from trellis.core import refusals
from trellis.core.refusals import Absent, Conflict, Invalid, Stale


class NotAllowed(refusals.NotAllowed):
    """The member sees the request, and this is another's to do."""


class InvalidStep(Invalid):
    """A request that stands at `current` cannot go to `target`, only to those `allowed`."""

    field = "status"

    def __init__(self, *, current: str, target: str, allowed: Sequence[str]) -> None:
        possible = " or ".join(allowed) or "nothing else"
        super().__init__(sentence=f"A request that is {current} can become {possible}, not {target}.")
        self.current = current
        self.target = target
        self.allowed = tuple(allowed)


class NotPending(Conflict):
    """What a request asks for can be changed only until it is decided."""

    sentence = "A request can be changed only while it is pending."


class Overtaken(Stale):
    """Somebody else changed the request after the member had read it."""

    sentence = "Somebody else has changed this request in the meantime."


class NoRequest(Absent):
    """There is none of this id, or it is not for who asks."""


class Deleted(Absent):
    """Somebody else deleted the request meanwhile."""
