"""The cards that the sandbox takes: numbers that Stripe has set apart for tests, each with its fate."""

import re
from dataclasses import dataclass

from django.db.models import TextChoices


class Card(TextChoices):
    """What becomes of a card that somebody pays with."""

    GOOD = "good"
    DECLINED = "declined"
    WITHOUT_FUNDS = "without_funds"
    EXPIRED = "expired"
    ASKS = "asks", "asks for one more step"
    SLOW = "slow", "takes long"
    DISPUTED = "disputed", "disputed later"
    KEEPS = "keeps", "a refund fails later"
    REAL = "real", "none of tests"


@dataclass(frozen=True, slots=True)
class Fate:
    """What the sandbox says where a card is not charged, in the words of Stripe."""

    sentence: str
    code: str


CARDS = {
    "4242424242424242": Card.GOOD,
    "4000000000000002": Card.DECLINED,
    "4000000000009995": Card.WITHOUT_FUNDS,
    "4000000000000069": Card.EXPIRED,
    "4000002500003155": Card.ASKS,
    "4000000000000077": Card.SLOW,
    "4000000000000259": Card.DISPUTED,
    "4000000000005126": Card.KEEPS,
}
REFUSED = {
    Card.DECLINED: Fate("Your card was declined.", "generic_decline"),
    Card.WITHOUT_FUNDS: Fate("Your card has insufficient funds.", "insufficient_funds"),
    Card.EXPIRED: Fate("Your card has expired.", "expired_card"),
    Card.REAL: Fate("Only cards for tests are taken here, and nothing is charged.", "test_mode_live_card"),
}
NOT_PROVEN = Fate(
    "We could not make sure that the card is yours. Please try again, or take another one.",
    "payment_intent_authentication_failure",
)


def card_of(number: str) -> Card:
    """Return what becomes of the card with this number, spaces in it or not; of nothing more is kept."""
    return CARDS.get(re.sub(r"[\s-]", "", number), Card.REAL)
