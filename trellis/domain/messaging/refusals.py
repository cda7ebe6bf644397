"""Why messaging refuses: one class a reason. They know no HTTP; each door answers them once."""

from trellis.core.refusals import Absent, Conflict, Invalid, NotAllowed


class UnknownRoom(Absent):
    """There is no such room, or not for who asks."""


class RoomClosed(Conflict):
    """Nothing is said in it any more."""

    sentence = "This conversation is closed."


class CannotWrite(NotAllowed):
    """One of the two has blocked the other. Which of them is nobody's business, hence the one sentence."""

    sentence = "You cannot write to this person."


class BlocksSelf(Invalid):
    """Nobody blocks themselves."""

    field = "user_id"
    sentence = "You cannot block yourself."


class TooManyBlocks(Conflict):
    """The person has blocked as many as one may."""

    sentence = "You have blocked as many people as can be blocked. Take one of the blocks back first."
