"""Why payments refuse: one class a reason; what gateways refuse stands beside them."""

from trellis.core.refusals import Absent, Conflict, Invalid


class NoPayment(Absent):
    """There is no such payment, or it is another's."""

    sentence = "There is no such payment."


class AlreadyPaid(Conflict):
    """What is to be paid for is paid."""

    sentence = "This has been paid already."


class CostsNothing(Invalid):
    """It is free."""

    sentence = "This costs nothing: there is nothing to pay."


class TooLateToPay(Conflict):
    """The time to pay is over, or it is not wanted any more."""

    sentence = "This cannot be paid any more. Nothing is charged."


class WhichPayment(Invalid):
    """A payment has to be named: none is open, or several are."""

    field = "payment_id"

    def __init__(self, *, is_none: bool) -> None:
        said = "none of yours is open" if is_none else "several of yours are open"
        super().__init__(sentence=f"Say which payment: {said}.")


class OtherPrice(Invalid):
    """Somebody has another price in mind than what it costs; `errors` tell it."""


class AlreadyAsked(Conflict):
    """Another amount, or somebody else, is being asked to pay for it."""

    sentence = "Another payment for this is open."


class NotPaid(Conflict):
    """No money has come that could be given back, earned or disputed."""

    sentence = "This has not been paid."


class TooMuch(Conflict):
    """More is to be given back than is left of a payment."""

    sentence = "This is more than what is left of the payment."


class NotToBeSent(Invalid):
    """No card is given back such an amount: of dinars the last digit is 0."""

    field = "amount"
    sentence = "Cards are not given back such an amount: of three decimals the last is 0."


class NotEarned(Conflict):
    """Only what has been earned is complained about; before that it is given back."""

    sentence = "Nobody has earned this yet: give it back instead."


class InDispute(Conflict):
    """While a payment is disputed nothing else happens to its money."""

    sentence = "This payment is disputed."


class NotOpen(Conflict):
    """The dispute is closed, or its bank decides it."""

    sentence = "This dispute is not staff's to decide, or has been."


class InvalidAccount(Invalid):
    """Nobody can be paid out there."""

    field = "account"
    sentence = "Name the account at the payment service."
