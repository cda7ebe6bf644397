"""Why messaging refuses: one class a reason. They know no HTTP; each door answers them once."""

from trellis.core.refusals import Absent, Conflict


class UnknownRoom(Absent):
    """There is no such room, or not for who asks."""


class RoomClosed(Conflict):
    """Nothing is said in it any more."""

    sentence = "This conversation is closed."
