"""Why the directory, and signing in by it, refuses: one class a reason. They know no HTTP."""

from trellis.core.refusals import Absent, Conflict, Invalid, NotYet, Stale


class WrongCode(Invalid):
    """The code is wrong, used, expired, or too short for its inbox; which of them is not told."""

    field = "code"
    sentence = "This code is wrong or no longer valid. Please check it, or ask for a new one."


class BadFile(Invalid):
    """The file as a whole cannot be read; the sentence says why and what to do."""

    field = "file"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence=sentence)


class DirectoryChanged(Stale):
    """Somebody else added one of the new entries at this very moment: look again."""


class ImportGone(Absent):
    """The file that was uploaded has been imported or cancelled since."""

    sentence = "This import was confirmed or cancelled already."


class RowsAreWrong(Conflict):
    """Some rows are wrong, and skipping them was not asked for."""


class UnknownEmail(Absent):
    """Neither an active account nor an active entry of the directory has this address."""


class NoAddress(Invalid):
    """What was typed is no e-mail address to which a code could be mailed."""

    field = "email"
    sentence = "Enter a valid email address."


class CodeNeeded(NotYet):
    """The address alone does not open this account here: `request_code`, then `verify_code`."""

    sentence = "This account is opened by a code that is mailed to it."
