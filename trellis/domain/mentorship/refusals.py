"""Why mentorship refuses: one class a reason. They know no HTTP; each door maps them once."""

from trellis.core.http.throttling import TooMany


class MentorshipError(Exception):
    """Anything that this app refuses."""


class AlreadyMentor(MentorshipError):
    """The account has a mentor profile already."""


class InvalidProfile(MentorshipError):
    """The profile cannot be so; `errors` says per field why."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


class InvalidWindow(MentorshipError):
    """A window of availability cannot be so: number `index` (from 0) of the `kind` list."""

    def __init__(self, index: int, kind: str, reason: str) -> None:
        super().__init__(f"{kind} {index}: {reason}")
        self.index = index
        self.kind = kind  # "weekly" or "dated"
        self.reason = reason


class StaleVersion(MentorshipError):
    """The writer has seen an older state; `current` is the version that stands."""

    def __init__(self, current: int) -> None:
        super().__init__(f"The current version is {current}.")
        self.current = current


class OwnSession(MentorshipError):
    """Nobody books themselves."""


class NotBookable(MentorshipError):
    """The mentor does not offer this time; `reason` is a sentence for the mentee."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SlotTaken(MentorshipError):
    """Somebody holds this time: `whose` is "mentor", or "mentee" who has another session then."""

    def __init__(self, whose: str = "mentor") -> None:
        super().__init__(whose)
        self.whose = whose


class TooManyBookings(TooMany, MentorshipError):
    """The mentee has booked as often as an hour allows; the next is free in `wait` seconds."""


class NotParticipant(MentorshipError):
    """The actor is neither the booking's mentor nor its mentee: to them it does not exist."""


class NotAllowed(MentorshipError):
    """The actor takes part in the booking, and this is the other side's to do."""


class InvalidTransition(MentorshipError):
    """The booking stands where this cannot follow; `current` is its status."""

    def __init__(self, current: str) -> None:
        super().__init__(current)
        self.current = current


class TooEarly(InvalidTransition):
    """The session has not begun, and this can only be said of one that has."""


class TooLate(InvalidTransition):
    """The session has begun, and this can only be done before."""


class InvalidLink(MentorshipError):
    """The meeting link is no http or https URL."""


class InvalidFeedback(MentorshipError):
    """The feedback lacks something; `field` is "rating" or "text"."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class AlreadyGiven(MentorshipError):
    """The actor has given feedback on this session before."""
