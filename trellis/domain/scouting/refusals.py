"""Why scouting refuses: one class a reason. They know no HTTP; each door answers them once."""

from trellis.domain.scouting.models import Decision


class AlreadyOnboarded(Exception):
    """The account has this kind of profile already."""


class AlreadyDecided(Exception):
    """The coach has decided on this talent before; `decision` is what stands."""

    def __init__(self, decision: Decision) -> None:
        super().__init__()
        self.decision = decision
