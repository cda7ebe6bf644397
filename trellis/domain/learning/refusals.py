"""What learning refuses. It knows no HTTP; each door answers it once."""

from uuid import UUID

from trellis.core import refusals
from trellis.core.refusals import Absent, Invalid


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
