"""Why payments refuse: one class a reason; what gateways refuse stands beside them."""

from trellis.core.refusals import Absent, Conflict, Invalid, Unavailable


class NoPayment(Absent):
    """There is no such payment, or it is another's."""

    sentence = "There is no such payment."


class AlreadyPaid(Conflict):
    """What is to be paid for is paid."""

    sentence = "This has been paid already."


class AlreadyAsked(Conflict):
    """Another amount, or somebody else, is being asked to pay for it."""

    sentence = "Another payment for this is open."


class NotPaid(Conflict):
    """No money has come that could be given back, earned or disputed."""

    sentence = "This has not been paid."


class TooMuch(Conflict):
    """More is to be given back than is left of a payment."""

    sentence = "This is more than what is left of the payment."


class NotEarned(Conflict):
    """Only what has been earned is complained about; before that it is given back."""

    sentence = "Nobody has earned this yet: give it back instead."


class InDispute(Conflict):
    """While a payment is disputed nothing else happens to its money."""

    sentence = "This payment is disputed."


class NotOpen(Conflict):
    """The dispute is closed, or its bank decides it."""

    sentence = "This dispute is not staff's to decide, or has been."


class OfAnotherGateway(Unavailable):
    """It stands at a gateway that this site does not speak to now."""

    sentence = "This payment stands at another payment service."
    wait = 3600


class InvalidAccount(Invalid):
    """Nobody can be paid out there."""

    field = "account"
    sentence = "Name the account at the payment service."
