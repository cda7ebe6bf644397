"""What is to be paid: which payment, and how much was said. Nothing is paid without a yes to just that."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from trellis.core.writing.money import in_units
from trellis.domain.assistant.models import Waits
from trellis.domain.assistant.rules.acts import ActKind
from trellis.domain.assistant.rules.saying import aloud, which_amount
from trellis.domain.assistant.rules.wishes import Of, Wish
from trellis.domain.assistant.services.dialogue.doing import act
from trellis.domain.assistant.services.dialogue.turns import Choice, Person, Reply, Talk, tell, which_of
from trellis.domain.notifications.rules import name_of
from trellis.domain.payments.models import Payment
from trellis.domain.payments.queries.own import payments_of
from trellis.domain.payments.rules.choices import OPEN
from trellis.domain.payments.rules.paying import can_be_paid
from trellis.intelligence.commands.aloud import digits

_MOST_LOOKED_AT = 50


def which_number(wish: Wish, readings: tuple[str, ...]) -> Reply:
    """Ask which of two numbers that sound alike was said."""
    choices = tuple(Choice(Of.AMOUNT, number, f"{number}, {digits(number)}") for number in readings)
    return Reply(
        intent=wish.intent,
        text=which_amount(readings),
        choices=choices,
        waits_for=Waits.AMOUNT,
        wish=wish,
        person_id=wish.person_id,
    )


def pay(talk: Talk, wish: Wish) -> Reply:
    """Propose to pay what is open, or ask which of it; amounts that nobody asks for are not paid."""
    due = _open(talk)
    theirs = [each for each in due if not wish.person_id or _payee(each).id == wish.person_id]
    fitting = [each for each in theirs if not wish.amount or _amount(each) == Decimal(wish.amount)]
    if wish.payment_id:
        fitting = [each for each in due if str(each.public_id) == wish.payment_id]
    if not fitting:
        return tell(wish.intent, _nothing(wish, theirs), person_id=wish.person_id)
    if len(fitting) > 1:
        choices = [
            Choice(
                Of.PAYMENT, str(each.public_id), f"{aloud(each.amount_minor, each.currency)}, {each.title}"
            )
            for each in fitting
        ]
        return which_of(wish, "Which of these shall it be?", choices)
    payment = fitting[0]
    details = {"payment_id": payment.public_id}
    return act(talk, replace(wish, is_doubtful=True), ActKind.PAY, details, _payee(payment))


def _open(talk: Talk) -> list[Payment]:
    rows = payments_of(talk.user).filter(status__in=OPEN).select_related("payee")[:_MOST_LOOKED_AT]
    return [each for each in rows if can_be_paid(each, now=talk.now)]


def _nothing(wish: Wish, theirs: list[Payment]) -> str:
    if not theirs:
        return "There is nothing to pay, and no money has moved."
    amounts = " and ".join(aloud(each.amount_minor, each.currency) for each in theirs[:3])
    return f"Nobody asks you for {wish.amount}: what is open is {amounts}. No money has moved."


def _amount(payment: Payment) -> Decimal:
    return in_units(payment.amount_minor, payment.currency)


def _payee(payment: Payment) -> Person:
    payee = payment.payee
    return Person(str(payee.public_id), name_of(payee)) if payee else Person()
