"""Why something in groups and at events is not done. They know no HTTP; each door answers them once."""

from trellis.core.refusals import Absent, Conflict, Invalid, NotAllowed
from trellis.domain.community.rules.limits import COUNT, MOST_PINNED


class UnknownGroup(Absent):
    """There is no such group, or not any more."""

    sentence = "There is no such group."


class UnknownPost(Absent):
    """There is no such post or comment, or not for who asks."""

    sentence = "There is no such post."


class UnknownEvent(Absent):
    """There is no such event, or not for who asks."""

    sentence = "There is no such event."


class UnknownCategory(Invalid):
    """It is none of the categories."""

    field = "category"
    sentence = "There is no such category. Give its id, its name or its slug."


class NotAMember(NotAllowed):
    """It takes a place in the group, for reading, too."""

    sentence = "Join the group first."


class IsBanned(NotAllowed):
    """Who moderates the group has banned them: they neither read nor come again."""

    sentence = "You are banned from this group."


class NotAModerator(NotAllowed):
    """It takes a moderator or an admin of the group."""

    sentence = "Only moderators and admins of the group can do this."


class NotAnAdmin(NotAllowed):
    """It takes an admin of the group."""

    sentence = "Only admins of the group can do this."


class OutOfReach(NotAllowed):
    """Whom it is about is as much in the group as who would do it."""

    sentence = "You cannot do this to somebody who moderates the group with you."


class NotTheirPost(NotAllowed):
    """It is another's."""

    sentence = "Only who wrote a post can change it."


class NotInGroup(Absent):
    """They are not in it."""

    sentence = "This person is not in the group."


class LastAdmin(Conflict):
    """A group is never without somebody who can moderate it."""

    sentence = "Name another admin first."


class PostGone(Conflict):
    """It was deleted or removed: nothing is said of it, or changed in it, any more."""

    sentence = "This post is gone."


class TooManyPinned(Conflict):
    """As many as may are pinned."""

    sentence = f"A group has at most {MOST_PINNED} pinned posts. Take one of them down first."


class NotPinned(Invalid):
    """Comments are not pinned."""

    field = "post_id"
    sentence = "Only posts can be pinned, not comments."


class CommentOfComment(Invalid):
    """Comments are below posts, and nothing is below them."""

    field = "post_id"
    sentence = "Comments are written below posts. Comment on the post itself."


class OwnPost(Invalid):
    """Nobody reports themselves."""

    field = "post_id"
    sentence = "You cannot report what you wrote yourself."


class OneselfBanned(Invalid):
    """Nobody bans themselves."""

    field = "user_id"
    sentence = "You cannot ban yourself. Leave the group instead."


class NotComing(NotAllowed):
    """Who comes to an event is shown to who comes, and who organizes."""

    sentence = "Come to this event first."


class BadTime(Invalid):
    """An event ends after it begins, and not too long after; it begins in the time ahead."""

    field = "ends_at"

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__({field: [sentence]}, sentence=sentence)


class BadRepetition(Invalid):
    """It would happen never, or more often than an event may."""

    field = "recurrence"
    sentence = f"An event happens at least once and at most {COUNT.most} times."


class TooFewPlaces(Invalid):
    """More people have a place than there would be."""

    field = "capacity"
    sentence = "More people than this have a place already."


class EventOff(Conflict):
    """It was called off."""

    sentence = "This event was called off."


class EventOver(Conflict):
    """It is over."""

    sentence = "This event is over."
