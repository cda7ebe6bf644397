"""Why an account refuses: one class a reason. They know no HTTP; each door answers them once."""


class InvalidToken(Exception):
    """The token is unknown, expired, used, revoked, or its account is gone. Says no more to anyone."""


class WrongCode(Exception):
    """The code is wrong, used, expired, or too short for its inbox; which of them is not told."""


class BadFile(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""


class DirectoryChanged(Exception):
    """Somebody else added one of the new members at this very moment: look again."""


class RowsAreWrong(Exception):
    """Some rows are wrong, and skipping them was not asked for."""


class InvalidAccount(Exception):
    """The account cannot be made; `errors` says per field why."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


class WrongCredentials(Exception):
    """No active account has this e-mail address and password; which of the two is not told."""


class InvalidVerification(Exception):
    """The verification token is forged, expired, or for an address that the account no longer has."""


class UnknownEmail(Exception):
    """Neither an active account nor an active member has this address."""


class CodeNeeded(Exception):
    """The address alone does not open this account here: `request_code`, then `verify_code`."""
