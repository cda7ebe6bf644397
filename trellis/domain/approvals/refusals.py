"""Why a decision is not taken: one class a reason. They know no HTTP; each door answers them once."""

from trellis.core import refusals
from trellis.core.refusals import Conflict


class AlreadyDecided(Conflict):
    """The stage has its decision, or nothing is left to decide."""

    sentence = "This has been decided already."


class NotApprover(refusals.NotAllowed):
    """What is open is for others to decide."""


class StageOpen(Conflict):
    """Another stage than the one that was named is open: `stage` is its name."""

    def __init__(self, stage: str) -> None:
        super().__init__(f'The stage that is open is "{stage}".')
        self.stage = stage
