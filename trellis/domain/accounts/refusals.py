"""Why an account refuses: one class a reason. They know no HTTP; each door answers them once."""

from trellis.core.refusals import Absent, Conflict, Invalid, NotAllowed, NotYet, Stale


class InvalidToken(NotAllowed):
    """The token is unknown, expired, used, revoked, or its account is gone. Says no more to anyone."""

    sentence = "Given token is not valid."


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
    """Somebody else added one of the new members at this very moment: look again."""


class RowsAreWrong(Conflict):
    """Some rows are wrong, and skipping them was not asked for."""


class InvalidAccount(Invalid):
    """The account cannot be made; `errors` says per field why."""


class WrongCredentials(NotAllowed):
    """No active account has this e-mail address and password; which of the two is not told."""

    sentence = "Wrong e-mail address or password."


class InvalidVerification(Invalid):
    """The verification token is forged, expired, or for an address that the account no longer has."""

    field = "token"
    sentence = "This token is not valid or has expired."


class UnknownEmail(Absent):
    """Neither an active account nor an active member has this address."""


class CodeNeeded(NotYet):
    """The address alone does not open this account here: `request_code`, then `verify_code`."""

    sentence = "This account is opened by a code that is mailed to it."
