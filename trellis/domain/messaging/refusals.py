"""Why messaging refuses: one class a reason. They know no HTTP; each door answers them once."""

from trellis.core.refusals import Absent, Conflict, Invalid, NotAllowed


class UnknownRoom(Absent):
    """There is no such room, or not for who asks."""


class UnknownMessage(Absent):
    """There is no such message, or not for who asks."""


class RoomClosed(Conflict):
    """Nothing is said in it any more."""

    sentence = "This conversation is closed."


class CannotWrite(NotAllowed):
    """One of the two has blocked the other. Which of them is nobody's business, hence the one sentence."""

    sentence = "You cannot write to this person."


class NotTheirMessage(NotAllowed):
    """It is another's message."""

    sentence = "Only who wrote a message can change it."


class TooLate(Conflict):
    """What was said stands, or is gone already."""

    sentence = "A message can be changed for 15 minutes."


class ToOneself(Invalid):
    """Nobody has a conversation with themselves."""

    field = "recipient_user_id"
    sentence = "You cannot write to yourself."


class NothingSaid(Invalid):
    """A message has a text, or attachments."""

    field = "message_text"
    sentence = "Write something, or attach a file."


class TextTooLong(Invalid):
    """It has more letters than a message may have."""

    field = "message_text"
    sentence = "A message has at most 5000 letters."


class ClientIdUsed(Invalid):
    """The sender has given another message this name."""

    field = "client_id"
    sentence = "Another message has this client_id."


class BlocksSelf(Invalid):
    """Nobody blocks themselves."""

    field = "user_id"
    sentence = "You cannot block yourself."


class TooManyBlocks(Conflict):
    """The person has blocked as many as one may."""

    sentence = "You have blocked as many people as can be blocked. Take one of the blocks back first."
