"""Why scouting refuses: one class a reason. They know no HTTP; each door answers them once."""

from trellis.core.refusals import Absent, Conflict
from trellis.domain.scouting.models import Coach, Talent
from trellis.domain.scouting.rules import Verdict


class NoCoach(Absent):
    """The account is no coach's, or is not active."""


class NoTalent(Absent):
    """The account is no talent's, or is not active."""


class NoRejection(Absent):
    """The coach has not rejected this talent, or has taken it back."""

    sentence = "This talent has not been rejected."


class AlreadyOnboarded(Conflict):
    """The account has a profile of this `kind` already."""

    sentence = "There is such a profile already."

    def __init__(self, kind: type[Talent | Coach]) -> None:
        super().__init__()
        self.kind = kind


class AlreadyJudged(Conflict):
    """The coach has selected or rejected this talent before; `verdict` is what stands."""

    sentence = "This talent has been selected or rejected already."

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        self.verdict = verdict
