"""What the ledger refuses."""

from trellis.core.refusals import Conflict


class OtherTransfer(Conflict):
    """A key was given to another transfer than the one that has it."""

    sentence = "Other money has been moved under this key."
