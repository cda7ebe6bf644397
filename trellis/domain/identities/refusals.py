"""Why somebody is not let in by who they are elsewhere: one class a reason. They know no HTTP."""

from trellis.core.refusals import Conflict, Invalid, NotAllowed, Unavailable


class InvalidIdToken(NotAllowed):
    """The token is forged, old, somebody else's, for another site or for another moment: all are one."""

    sentence = "This token is not valid or has expired."


class ClosedAccount(NotAllowed):
    """The account is shut."""

    sentence = "This account is closed."


class NoAddressTold(Invalid):
    """Whoever comes for the first time comes with an address that the provider has verified."""

    field = "token"
    sentence = "The provider tells no verified e-mail address of you, without which no account can be opened."


class ProofNeeded(Conflict):
    """The address has an account that was proven: its owner shows once that this is them."""

    sentence = "This address has an account. Send its password along, or the code that was mailed to it."


class ProviderUnset(Unavailable):
    """Nobody has said by which ids this site is known to the provider."""

    sentence = "Signing in by this provider is not available yet: it has not been set up here."
    wait = 3600


class KeysAway(Unavailable):
    """By which keys the provider signs cannot be found out just now, so nothing is known of the token."""

    sentence = "The provider cannot be asked just now. Please try again."

    def __init__(self, wait: int) -> None:
        super().__init__()
        self.wait = wait
