"""Why a ranking is refused."""

from trellis.core.refusals import Conflict, Stale


class RankingRunning(Conflict):
    """The applicants of this job are being ranked."""

    sentence = "The applicants of this job are being ranked: ranking-data says how far that is."


class Replaced(Stale):
    """The run has ended, or another worker has it: what this one found is dropped."""
