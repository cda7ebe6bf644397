"""Why an export is refused. They know no HTTP; each door answers them once."""

from trellis.core.refusals import Absent, Conflict, NotYet, Stale


class NoExport(Absent):
    """There is none of this key that the member asked for, or it has expired, or its file is gone."""


class NotReady(NotYet):
    """It is still being written, or failed."""

    sentence = "This export is not ready."


class Replaced(Stale):
    """Another worker has begun the export anew, or it is gone."""


class TooManyUnfinished(Conflict):
    """The member waits for as many exports as one may wait for."""

    sentence = "Too many of your exports are still being written."
