"""Why an export is refused. They know no HTTP; each door answers them once."""


class Replaced(Exception):
    """Another worker has begun the export anew, or it is gone."""


class TooManyUnfinished(Exception):
    """The member waits for as many exports as one may wait for."""
