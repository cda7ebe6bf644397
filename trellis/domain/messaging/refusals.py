"""Why messaging refuses: one class a reason. They know no HTTP; each door answers them once."""

from datetime import UTC, datetime

from trellis.core.refusals import Absent, Conflict, Invalid, NotAllowed
from trellis.domain.messaging.rules.limits import MOST_ATTACHMENTS, MOST_IN_GROUP


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


class UnfitText(Invalid):
    """It has characters that no text has."""

    field = "message_text"


class UnfitClientId(Invalid):
    """It is no name for a message: a line of a few letters."""

    field = "client_id"
    sentence = "Give a line of at most 64 letters, best a UUID."


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


class Silenced(NotAllowed):
    """Staff have decided that they write nothing until then; None: for good."""

    def __init__(self, until: datetime | None) -> None:
        ending = "any more" if until is None else f"until {until.astimezone(UTC):%d %B %Y, %H:%M} UTC"
        super().__init__(f"You can read, and cannot write {ending}.")
        self.until = until


class NotSilenced(Conflict):
    """It is over, or somebody else of the staff has ended it."""

    sentence = "This has ended already."


class UnknownAttachment(Absent):
    """There is no such file, or not for who asks."""


class UnknownAttachments(Invalid):
    """One of the files is not theirs, or is gone, or another message has it."""

    field = "attachment_ids"
    sentence = "There is no such file of yours that waits to be sent."


class TooManyAttachments(Invalid):
    """More than one message may have."""

    field = "attachment_ids"
    sentence = f"A message has at most {MOST_ATTACHMENTS} files."


class TooManyUnsent(Conflict):
    """As many wait for a message as may."""

    sentence = "Too many of your files wait to be sent. Send some of them first."


class OwnMessage(Invalid):
    """Nobody reports themselves."""

    field = "message_id"
    sentence = "You cannot report a message of your own."


class AlreadyDecided(Conflict):
    """Somebody else of the staff was faster."""

    sentence = "This report has been decided on."


class NotAGroup(Conflict):
    """Private conversations have the people that they have."""

    sentence = "Only groups can be joined and left."


class NotTheirGroup(NotAllowed):
    """It takes an owner."""

    sentence = "Only who owns the group can do this."


class CannotAdd(NotAllowed):
    """One of the people and who adds them have nothing to do with each other: which, nobody is told."""

    sentence = "One of these people cannot be added."


class GroupFull(Conflict):
    """It has as many people as a group may have."""

    sentence = f"A group has at most {MOST_IN_GROUP} people."


class NoPeople(Invalid):
    """A group has others in it than who opens it."""

    field = "user_ids"
    sentence = "Say who else is in the group."


class NotInGroup(Absent):
    """They are not in it."""

    sentence = "This person is not in the group."


class GuardianStays(Conflict):
    """A minor in the group would be there with adults and without anybody who guards them."""

    sentence = "Whoever guards a minor in this group stays while the minor is in it."
