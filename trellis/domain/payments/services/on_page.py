"""Paying on a page of this site, by the cards of the sandbox: at Stripe the app that asked does it."""

from datetime import datetime

from trellis.domain.payments.gateways import gateway_named
from trellis.domain.payments.gateways.refusals import CardDeclined, GatewayRefuses
from trellis.domain.payments.gateways.sandbox import Sandbox
from trellis.domain.payments.models import Payment
from trellis.domain.payments.refusals import TooLateToPay
from trellis.domain.payments.rules.paying import Step, step_of
from trellis.domain.payments.services.confirming import apply_intent, look
from trellis.domain.payments.services.opening import ask_gateway


def takes_cards(payment: Payment) -> bool:
    """Tell whether a payment is paid on our own page."""
    return payment.gateway == Sandbox.name


def pay_with_card(*, payment: Payment, card: str, attempt: str, now: datetime) -> Payment:
    """Try a card, outside of transactions, and return the payment as it is then.

    `attempt` names this try: sent again it is not charged again, and another card is another try. A card that
    is not taken raises CardDeclined, which is noted first. Raises TooLateToPay, GatewayAway. What cannot be
    paid now, because it is or is being so, is returned as it is.
    """
    current = ask_gateway(payment=payment, now=now)
    match step_of(current, now=now):
        case Step.OVER:
            raise TooLateToPay
        case Step.PAID | Step.WAITING:
            return current
    try:
        intent = _sandbox(current).pay(current.intent_id, card=card, key=f"{current.public_id}/{attempt}")
    except CardDeclined:
        look(payment=current, now=now)
        raise
    except GatewayRefuses:
        # Something else was faster: what stands there says what.
        return look(payment=current, now=now)
    return apply_intent(payment_id=current.pk, intent=intent, now=now)


def answer_bank(*, payment: Payment, accept: bool, now: datetime) -> Payment:
    """Do what the payer's bank asks for, or refuse to, and return the payment as it is then.

    Answered already, or too late, nothing happens. Raises TooLateToPay.
    """
    match step_of(payment, now=now):
        case Step.OVER:
            raise TooLateToPay
        case Step.ANSWER:
            return _answer(payment, accept, now)
    return payment


def _answer(payment: Payment, accept: bool, now: datetime) -> Payment:
    try:
        intent = _sandbox(payment).answer_step(payment.intent_id, accept=accept)
    except GatewayRefuses:
        return look(payment=payment, now=now)
    return apply_intent(payment_id=payment.pk, intent=intent, now=now)


def _sandbox(payment: Payment) -> Sandbox:
    found = gateway_named(payment.gateway)
    if not isinstance(found, Sandbox):
        raise TooLateToPay
    return found
