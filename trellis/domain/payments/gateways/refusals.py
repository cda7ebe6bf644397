"""What a gateway refuses, whichever it is."""

from trellis.core.refusals import Conflict, Declined, Invalid, Unavailable


class GatewayAway(Unavailable):
    """There is no answer: what was asked may have happened, and the same may be asked again with its key."""

    sentence = "The payment service does not answer. Please try again."
    wait = 5


class NoGateway(Unavailable):
    """This site takes no money yet: no gateway is set up."""

    sentence = "Payments are not set up on this site."
    wait = 3600


class CardDeclined(Declined):
    """A card was not taken; `code` says why in a word of Stripe's, such as `insufficient_funds`."""

    sentence = "Your card was declined."

    def __init__(self, sentence: str | None = None, *, code: str = "card_declined") -> None:
        super().__init__(sentence)
        self.code = code


class GatewayRefuses(Conflict):
    """The gateway says that it cannot be so, and will say so again; `code` is its word for why."""

    sentence = "The payment service refuses this."

    def __init__(self, sentence: str | None = None, *, code: str = "") -> None:
        super().__init__(sentence)
        self.code = code


class BadSignature(Invalid):
    """It is not from the gateway, or too old to be told from what somebody has kept."""

    field = "signature"
    sentence = "The signature is not valid."
