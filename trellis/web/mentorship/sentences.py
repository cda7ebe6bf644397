"""What people read when the domain says no."""

from trellis.core.refusals import Refusal
from trellis.domain.guardians.refusals import NeedsGuardian
from trellis.domain.mentorship import refusals
from trellis.domain.mentorship.refusals import MentorshipError
from trellis.web.frame.waiting import wait_in_words

# What the pages of mentorship catch, and say in words.
SAYABLE: tuple[type[Refusal], ...] = (MentorshipError, NeedsGuardian)


def sentence_for(error: Refusal) -> str:
    """Return what `error` means for the person in front of the page, and what to do about it."""
    if isinstance(error, refusals.TooManyBookings):
        return f"You have asked for three sessions within an hour. Try again in {wait_in_words(error.wait)}."
    if isinstance(error, NeedsGuardian):
        return error.sentence
    if isinstance(error, _SAYING_WHY) and str(error):
        return str(getattr(error, "reason", error))
    if isinstance(error, refusals.SlotTaken) and error.whose == "mentee":
        return "You have another session at this time. Choose a different one."
    for kind, sentence in _SAID.items():
        if isinstance(error, kind):
            return sentence
    raise error


_SAYING_WHY = (
    refusals.InvalidTime,
    refusals.NotBookable,
    refusals.InvalidLink,
    refusals.InvalidFeedback,
    refusals.RoomSawOtherwise,
    refusals.RoomClosed,
)
# The first that fits is said: a kind stands before what it is a kind of.
_SAID: dict[type[MentorshipError], str] = {
    refusals.OwnSession: "This is your own profile: you cannot book a session with yourself.",
    refusals.SlotTaken: "Somebody else has just taken this time. Choose one of those that are still free.",
    refusals.NotBookable: "This time is not offered any more. Choose one of the times below.",
    refusals.NotParticipant: "Only the mentor and the mentee of a session can change it.",
    refusals.NotAllowed: "This is for the other side of the session to do.",
    refusals.TooEarly: "The session has not begun yet. Come back when it has.",
    refusals.TooLate: "The session's time has come already, so it is too late for this.",
    refusals.InvalidTransition: "This can no longer be done: the session has moved on."
    " You see how it stands now.",
    refusals.StaleVersion: "The session was changed while you looked at it. You see how it stands now:"
    " check it, and try again.",
    refusals.AlreadyGiven: "You have given your feedback on this session already. Thank you.",
    refusals.InvalidLink: "Enter a web address that starts with https://",
    refusals.InvalidFeedback: "Choose one to five stars, or write a few words.",
}
