"""Why a profile is refused."""

from trellis.core.refusals import Absent


class NoProfile(Absent):
    """Nobody has said yet what they want and can."""

    sentence = "There is no profile yet: it is made by the four questions of profiling."
