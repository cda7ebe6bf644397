"""What learning refuses. It knows no HTTP; each door answers it once."""

from uuid import UUID

from trellis.core import refusals
from trellis.core.refusals import Absent, Conflict, Invalid


class NoOpportunity(Absent):
    """There is no such opportunity, or not any more."""

    sentence = "There is no such opportunity."


class NoEnrollment(Absent):
    """There is no such enrolment, or not of who asks."""

    sentence = "You are not enrolled in this."


class BookedWithMentor(Invalid):
    """Nobody enrols in a mentorship: sessions are booked with the mentor, whose id `mentor_id` is."""

    field = "opportunity_id"
    sentence = "Book a session with the mentor instead."

    def __init__(self, mentor_id: UUID) -> None:
        super().__init__()
        self.mentor_id = mentor_id


class NotPaid(refusals.NotAllowed):
    """What is not paid for is not open yet."""

    sentence = "This opens once it is paid."


class NotRated(Invalid):
    """Of a job nobody gives stars; a mentor's are given for sessions."""

    field = "opportunity_id"
    sentence = "Stars are given to courses, workshops and groups."


class OfAnother(refusals.NotAllowed):
    """It is changed where it comes from: a job by its organization, a mentorship by its mentor."""

    sentence = "This follows a job or a mentor, and is changed with that."


class BadPrice(Invalid):
    """An amount that cannot be charged in this currency."""

    field = "price"


class NoPath(Absent):
    """There is no such path, or not of who asks."""

    sentence = "There is no such learning path."


class NoTemplate(Absent):
    """There is no such subcategory, or no path leads through it."""

    sentence = "There is no such subcategory."


class OnPath(Conflict):
    """Nobody has two paths through one subcategory: `path_id` is the one that is there."""

    sentence = "You have a learning path through this already."

    def __init__(self, path_id: UUID) -> None:
        super().__init__()
        self.path_id = path_id


class OutOfOrder(Conflict):
    """Milestones are done in their order: `step` is the one that waits."""

    def __init__(self, step: int) -> None:
        super().__init__(f"Complete step {step} first.")
        self.step = step


class NoStep(Invalid):
    """The path has no such step."""

    field = "step"

    def __init__(self, total: int) -> None:
        super().__init__(sentence=f"This path has the steps 1 to {total}.")


class NotWorkedThrough(Invalid):
    """Jobs are applied for, and groups have no end."""

    sentence = "Only courses and workshops are worked through."


class BadProgress(Invalid):
    """What was told of the work on a course cannot be so."""


class BadMilestones(Invalid):
    """What was written of milestones cannot be read."""

    field = "milestones"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence=sentence)
