"""Why mentorship refuses: one class a reason. They know no HTTP; each door answers them once."""

from trellis.core import refusals, throttling
from trellis.core.refusals import Absent, Conflict, Invalid, Refusal, Stale
from trellis.domain.accounts.refusals import UnknownAccount


class MentorshipError(Refusal):
    """Anything that this app refuses."""


class AlreadyMentor(Conflict, MentorshipError):
    """The account has a mentor profile already."""

    sentence = "You already have a mentor profile."


class NotMentor(refusals.NotAllowed, MentorshipError):
    """The account has no mentor profile, and the members directory knows of no mentor."""

    sentence = "Only mentors have availability."


class UnknownMentor(UnknownAccount, MentorshipError):
    """There is no such mentor, or not for who asks."""

    sentence = "There is no such mentor."


class OnlyForMentors(refusals.NotAllowed, MentorshipError):
    """Whoever has not gone so far yet, and is no mentor, has one side alone."""

    sentence = "Upgrade to mentor first: beginners are learners alone."


class InvalidProfile(Invalid, MentorshipError):
    """The profile cannot be so; `errors` says per field why."""


class InvalidWindow(Invalid, MentorshipError):
    """A window of availability cannot be so: number `index` (from 0) of the `kind` list."""

    def __init__(self, index: int, kind: str, reason: str) -> None:
        super().__init__(sentence=reason)
        self.index = index
        self.kind = kind  # "weekly" or "dated"
        self.reason = reason


class StaleVersion(Stale, MentorshipError):
    """The writer has seen an older state; `current` is the version that stands."""

    def __init__(self, current: int) -> None:
        super().__init__()
        self.current = current


class OwnSession(Invalid, MentorshipError):
    """Nobody books themselves."""

    field = "mentor_id"
    sentence = "You cannot book a session with yourself."


class InvalidTime(Invalid, MentorshipError):
    """A session cannot be named so; `field` says by what: a clock does not show it, or it is out of order."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence=sentence)
        self.reason = sentence


class NotBookable(Invalid, MentorshipError):
    """The mentor does not offer this time; `reason` is a sentence for the mentee."""

    field = "start_time"

    def __init__(self, reason: str) -> None:
        super().__init__(sentence=reason)
        self.reason = reason


class SlotTaken(Conflict, MentorshipError):
    """Somebody holds this time: `whose` is "mentor", or "mentee" who has another session then."""

    def __init__(self, whose: str = "mentor") -> None:
        super().__init__(_TAKEN[whose])
        self.whose = whose


class TooManyHolds(Conflict, MentorshipError):
    """The mentee holds as many times as one may that they have not paid for."""

    sentence = "You hold several times that are not paid for: pay for them first, or let them go."


class FirstTalkHad(Conflict, MentorshipError):
    """There is one free first talk with a mentor."""

    sentence = "You have had your free first talk with this mentor, or have asked for it."


class HeldOtherwise(Conflict, MentorshipError):
    """The mentee holds this very time, and under other terms."""

    sentence = "You hold this time already, under other terms: let it go first."


class InvalidWish(Invalid, MentorshipError):
    """What is asked for cannot be so; `errors` say per field why."""


class NoBundle(Absent, MentorshipError):
    """There is no such package of who asks."""

    sentence = "There is no such package."


class BundleUsedUp(Conflict, MentorshipError):
    """All sessions of the package are taken."""

    sentence = "All sessions of this package are taken. Say new_package to buy another one."


class BundleUnpaid(Conflict, MentorshipError):
    """The package is being paid for, with its first session."""

    sentence = "This package is not paid for yet."


class BundleEnded(Conflict, MentorshipError):
    """There is nothing left of the package to be given back."""

    sentence = "There is nothing left of this package."


class NotPayable(Conflict, MentorshipError):
    """The booking does not wait for a payment, or no longer."""

    sentence = "There is nothing to be paid for this booking."


class TooManyBookings(throttling.TooMany, MentorshipError):
    """The mentee has booked as often as an hour allows; the next is free in `wait` seconds."""


class NotParticipant(Absent, MentorshipError):
    """The actor is neither the booking's mentor nor its mentee: to them it does not exist."""


class NotAllowed(refusals.NotAllowed, MentorshipError):
    """The actor takes part in the booking, and this is the other side's to do."""


class InvalidTransition(Conflict, MentorshipError):
    """The booking stands where this cannot follow; `current` is its status."""

    def __init__(self, current: str) -> None:
        super().__init__(f"This cannot be done with a session that is {current}.")
        self.current = current


class TooEarly(InvalidTransition):
    """The session has not begun, and this can only be said of one that has."""


class TooLate(InvalidTransition):
    """The session has begun, and this can only be done before."""


class RoomSawOtherwise(Conflict, MentorshipError):
    """Who was in the session's room contradicts what the actor says of it."""


class RoomClosed(Conflict, MentorshipError):
    """The session cannot be joined any more, or not before something else has happened."""


class TooNear(InvalidTransition):
    """The session is so near that calling it off costs something: then its mentee does not move it either."""

    def __init__(self, current: str) -> None:
        super().__init__(current)
        self.sentence = "A session that is paid for can be moved until 24 hours before it begins."


class InvalidLink(Invalid, MentorshipError):
    """The meeting link is no http or https URL."""

    field = "meeting_link"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence=sentence)


class InvalidFeedback(Invalid, MentorshipError):
    """The feedback lacks something; `field` is "rating" or "text"."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        super().__init__(sentence=reason)
        self.reason = reason


class AlreadyGiven(Conflict, MentorshipError):
    """The actor has given feedback on this session before."""

    sentence = "You have given feedback on this session already."


_TAKEN = {
    "mentor": "This time has just been taken. Please choose another one.",
    "mentee": "You have another session at this time.",
}
