"""Why scouting refuses: one class a reason. They know no HTTP; each door answers them once."""

from trellis.core.refusals import Conflict
from trellis.domain.scouting.models import Coach, Decision, Talent


class AlreadyOnboarded(Conflict):
    """The account has a profile of this `kind` already."""

    sentence = "There is such a profile already."

    def __init__(self, kind: type[Talent | Coach]) -> None:
        super().__init__()
        self.kind = kind


class AlreadyDecided(Conflict):
    """The coach has decided on this talent before; `decision` is what stands."""

    sentence = "This has been decided already."

    def __init__(self, decision: Decision) -> None:
        super().__init__()
        self.decision = decision
