"""Why an account refuses: one class a reason. They know no HTTP; each door answers them once."""

from trellis.core.refusals import Absent, Invalid, NotAllowed


class UnknownAccount(Absent):
    """There is no such account, or not for who asks."""


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


class WrongPassword(Invalid):
    """The old password is not the account's."""

    field = "old_password"
    sentence = "This is not your password."


class InvalidReset(Invalid):
    """The token of a new password is forged, expired, used, or of an account that is shut: all are one."""

    field = "token"
    sentence = "This token is not valid or has expired."


class StaffDecide(NotAllowed):
    """Whether an account is active, and its address verified, is for staff to decide."""

    sentence = "Only staff may change is_active and is_verified."


class InvalidVerification(Invalid):
    """The verification token is forged, expired, or for an address that the account no longer has."""

    field = "token"
    sentence = "This token is not valid or has expired."
