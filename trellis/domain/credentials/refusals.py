"""What this app refuses."""

from trellis.core.refusals import Absent, Conflict, Invalid, Unavailable


class NoBadge(Absent):
    """No badge of this person has such an id, or no badge at all such a code."""

    sentence = "There is no such badge."


class NoSource(Invalid):
    """Nothing of theirs that a badge could be made of has such an id."""

    field = "source_id"
    sentence = "You have nothing like this that a badge could be made of."


class Ended(Conflict):
    """The badge was withdrawn or revoked."""

    sentence = "This badge holds no more."


class NoReason(Invalid):
    """Somebody would be told that a badge is revoked, and not why."""

    field = "reason"
    sentence = "Say why: the person is told."


class NotSigning(Unavailable):
    """Nothing can be signed: there is no key, or one that others may have."""

    sentence = "Badges cannot be signed here at the moment."
    wait = 60


class Unreadable(Invalid):
    """What was sent to be checked is no paper and no badge."""

    field = "file"
    sentence = "This is neither a PDF nor a badge."


class TooLarge(Unreadable):
    """It is larger than any of ours."""

    sentence = "This file is larger than anything that was issued here."
