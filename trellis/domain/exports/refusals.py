"""Why an export is refused. They know no HTTP; each door answers them once."""

from trellis.core.refusals import Conflict, Stale


class Replaced(Stale):
    """Another worker has begun the export anew, or it is gone."""


class TooManyUnfinished(Conflict):
    """The member waits for as many exports as one may wait for."""

    sentence = "Too many of your exports are still being written."
