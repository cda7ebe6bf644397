"""Why a conversation is refused."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from trellis.core.refusals import Absent, Conflict, Invalid, NotAllowed


class NoProfiling(Absent):
    """There is no such session, or it is somebody else's."""

    sentence = "There is no such session."


class WrongStep(Conflict):
    """It is another question that waits for an answer: that of `step`."""

    def __init__(self, step: int) -> None:
        super().__init__(f"The question that waits for an answer is that of step {step}.")
        self.step = step


class AllAnswered(Conflict):
    """No question waits for an answer."""

    sentence = "All questions of this session are answered."


class TooEarly(Invalid):
    """A profile is made of all four answers."""

    field = "session_id"
    sentence = "All four questions have to be answered first."


class NotForThem(NotAllowed):
    """Agents act for those who cannot do so, or not easily."""

    sentence = "An agent acts for accounts of the type disabled."


class NoAgent(Absent):
    """Nobody acts for them yet."""

    sentence = "You have no agent yet: create one first."


class HasAgent(Conflict):
    """One acts for them already."""

    sentence = "You have an agent already."


class UnknownPeople(Invalid):
    """Some of those with whom it may act are nobody."""

    def __init__(self) -> None:
        super().__init__({"limits": {"people": ["There is no such person among them."]}})


class UnfitAct(Invalid):
    """What is to be done cannot be so; `errors` say per field why."""


class NoProposal(Absent):
    """There is no such proposal, or it is another's."""

    sentence = "There is no such proposal."


class OtherAct(Conflict):
    """The approval names another act than the proposal has."""

    sentence = "This approval is of something else: read the proposal again."


class Decided(Conflict):
    """An approval is spent once, and in time; `outcome` says how the proposal ended."""

    def __init__(self, outcome: str, newer: UUID | None = None) -> None:
        super().__init__(_ENDED[outcome])
        self.outcome, self.newer = outcome, newer


class Changed(Conflict):
    """What was proposed would cost, or be, something else by now; `newer` is a proposal of how it is."""

    sentence = "This has changed since it was proposed, and nothing was done. There is a new proposal."

    def __init__(self, newer: UUID) -> None:
        super().__init__()
        self.newer = newer


class NoAction(Absent):
    """Nothing such was done, or not for them."""

    sentence = "There is no such action."


class TooLateToUndo(Conflict):
    """Its half minute is over."""

    sentence = "This can no longer be undone: that is possible for 30 seconds."


class NotToUndo(Conflict):
    """There is nothing to be undone in it: it failed, or moved nothing."""

    sentence = "There is nothing in this that can be undone."


class UndoFailed(Conflict):
    """It could not be undone, and stands; the sentence says why."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This could not be undone, and stands as it was. {why}")


class NothingFree(Conflict):
    """The mentor has no such time; `alternatives` are the nearest that can be booked."""

    sentence = "There is no such time with this mentor."

    def __init__(self, sentence: str, alternatives: Sequence[tuple[datetime, int]]) -> None:
        super().__init__(sentence)
        self.alternatives = alternatives


class UnknownChoice(Invalid):
    """Nothing that is named so waits to be chosen."""

    field = "choice"
    sentence = "There is no such choice, or it waits no longer. Ask again."


class NotSpoken(Absent):
    """Nothing was said that is called so, or it is another's, or too long ago."""

    sentence = "There is nothing to be read out here any more."


_ENDED = {
    "approved": "This was approved before: an approval counts once.",
    "declined": "This was declined.",
    "superseded": "Something newer was proposed in its place: this can no longer be approved.",
    "expired": "This was proposed too long ago. Ask for it again.",
    "failed": "This was approved before, and could not be done.",
}
