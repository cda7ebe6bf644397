"""Why an account refuses: one class a reason. They know no HTTP; each door answers them once."""

from trellis.core.refusals import Invalid, NotAllowed


class InvalidToken(NotAllowed):
    """The token is unknown, expired, used, revoked, or its account is gone. Says no more to anyone."""

    sentence = "Given token is not valid."


class UsedJustNow(InvalidToken):
    """The refresh token was used moments ago, and what was given for it is still unused: two tabs of one."""


class InvalidAccount(Invalid):
    """The account cannot be made; `errors` says per field why."""


class WrongCredentials(NotAllowed):
    """No active account has this e-mail address and password; which of the two is not told."""

    sentence = "Wrong e-mail address or password."


class InvalidVerification(Invalid):
    """The verification token is forged, expired, or for an address that the account no longer has."""

    field = "token"
    sentence = "This token is not valid or has expired."
