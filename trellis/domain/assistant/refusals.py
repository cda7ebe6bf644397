"""Why a conversation is refused."""

from trellis.core.refusals import Absent, Conflict, Invalid


class NoProfiling(Absent):
    """There is no such session, or it is somebody else's."""

    sentence = "There is no such session."


class WrongStep(Conflict):
    """It is another question that waits for an answer: that of `step`."""

    def __init__(self, step: int) -> None:
        super().__init__(f"The question that waits for an answer is that of step {step}.")
        self.step = step


class AllAnswered(Conflict):
    """No question waits for an answer."""

    sentence = "All questions of this session are answered."


class TooEarly(Invalid):
    """A profile is made of all four answers."""

    field = "session_id"
    sentence = "All four questions have to be answered first."
