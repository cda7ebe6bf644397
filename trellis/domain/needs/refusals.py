"""Why something about needs is refused: one class a reason."""

from collections.abc import Sequence

from trellis.core import refusals
from trellis.core.refusals import Absent, Conflict, Invalid


class NoNeed(Absent):
    """There is no such need, or not for who asks."""


class NotAllowed(refusals.NotAllowed):
    """It is another's to say: the candidate's, or that of a member with the right."""


class CandidatesOwn(refusals.NotAllowed):
    """Only the candidate can say this."""

    sentence = "Only the candidate says what they need, and whether they still do."


class OrganizationsOwn(refusals.NotAllowed):
    """Only the organization can say this."""

    sentence = "The organization says who meets a need, and when it is met. You can waive it."


class NoSuchType(Invalid):
    """It is on no list of this candidate."""

    field = "type"
    sentence = "This is not on your list of needs."


class NoSuchNeed(Invalid):
    """It is no need of this candidate."""

    field = "need"
    sentence = "This is no need of yours."


class NotToBeShared(Invalid):
    """`Rather not say` is told to nobody."""

    field = "need"
    sentence = "“Rather not say” stays with you: there is nothing to share."


class HasNeeds(Invalid):
    """Who has said what they need would say that they would rather not."""

    field = "type"
    sentence = "You have said what you need. Take that back first."


class TooManyNeeds(Invalid):
    """There is no room for another one."""

    field = "type"

    def __init__(self, most: int) -> None:
        super().__init__(sentence=f"There is room for {most} of these.")


class NoSuchMember(Invalid):
    """A task can only be a member's of the organization."""

    field = "owner"
    sentence = "This is no member of your organization."


class DueInThePast(Invalid):
    """Nothing can be done by then."""

    field = "due_date"
    sentence = "This day is over."


class ApplicationOver(Conflict):
    """There will be no interview of this application."""

    sentence = "This application is closed: there is no interview to prepare."


class UnderWay(Conflict):
    """An interview of this application was faster."""

    sentence = (
        "An interview of this application is under way. Say there what you need, or here once it is over."
    )


class IsSettled(Conflict):
    """The need is met or waived already."""

    sentence = "This need is met, or was waived."


class NeedsOpen(Conflict):
    """The interview cannot start; the sentence has what is open for those whom it concerns."""

    def __init__(self, titles: Sequence[str] = ()) -> None:
        named = f": {'; '.join(titles)}" if titles else ""
        super().__init__(
            f"This interview cannot start before what the candidate needs is met, or waived by them{named}."
        )
        self.titles = tuple(titles)
