"""The cards that the page offers: those of the sandbox, or a number."""

import re
from typing import Any

from django import forms

from trellis.core.writing.forms import LineField
from trellis.domain.payments.gateways.cards import CARDS, Card
from trellis.domain.payments.rules import limits

_OTHER = "other"
_LABELS = {
    Card.GOOD: "Good card",
    Card.DECLINED: "Declined card",
    Card.WITHOUT_FUNDS: "Card without funds",
    Card.ASKS: "Card that asks for one more step",
    Card.SLOW: "Card that takes long",
}
_NUMBERS = {kind: number for number, kind in CARDS.items()}
_TWO = "Choose “Another number” to pay with this one, or empty the field."
_NOT_A_NUMBER = "Enter the 12 to 19 digits of a card."


class CardForm(forms.Form):
    """Which card, and the name of this try: the same page sent twice is one try."""

    card = forms.ChoiceField(
        choices=[(kind.value, label) for kind, label in _LABELS.items()] + [(_OTHER, "Another number")],
        error_messages={"required": "Choose a card.", "invalid_choice": "Choose one of these cards."},
    )
    number = LineField(required=False, max_length=limits.LONGEST_CARD_NUMBER)
    attempt = forms.UUIDField()

    def clean_number(self) -> str:
        """Return the digits; raise ValidationError for what is no number of a card."""
        digits = re.sub(r"[\s-]", "", self.cleaned_data["number"])
        if digits and not re.fullmatch(r"[0-9]{12,19}", digits):
            raise forms.ValidationError(_NOT_A_NUMBER)
        return digits

    def clean(self) -> dict[str, Any]:
        """Refuse another number that is none, and a number beside another card."""
        cleaned = super().clean() or self.cleaned_data
        number, is_other = cleaned.get("number"), cleaned.get("card") == _OTHER
        if is_other and number == "":
            self.add_error("number", _NOT_A_NUMBER)
        elif number and not is_other:
            self.add_error("number", _TWO)
        return cleaned

    @property
    def chosen_number(self) -> str:
        """The number to pay with, once the form is valid."""
        return self.cleaned_data["number"] or _NUMBERS[Card(self.cleaned_data["card"])]

    @property
    def chosen(self) -> str:
        """Which card is chosen on the page."""
        return str(self.data.get("card", Card.GOOD))


def offered() -> list[dict[str, str]]:
    """Return the cards with a name, as the page shows them."""
    return [
        {"value": kind.value, "label": label, "number": re.sub(r"(....)(?=.)", r"\1 ", _NUMBERS[kind])}
        for kind, label in _LABELS.items()
    ]
