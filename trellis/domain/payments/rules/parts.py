"""Of what the money of a payment consists, and from where some of it is taken."""

from dataclasses import dataclass

from trellis.domain.payments.rules.fees import shares_of


@dataclass(frozen=True)
class Parts:
    """An amount by where it stands: paid and not earned yet, earned by the house, earned by the payee."""

    held_minor: int = 0
    house_minor: int = 0
    earned_minor: int = 0

    @property
    def total(self) -> int:
        """The amount."""
        return self.held_minor + self.house_minor + self.earned_minor

    def plus(self, other: "Parts") -> "Parts":
        """Return both together."""
        return Parts(
            self.held_minor + other.held_minor,
            self.house_minor + other.house_minor,
            self.earned_minor + other.earned_minor,
        )

    def less(self, other: "Parts") -> "Parts":
        """Return what is left without the other, which is part of it."""
        return self.plus(Parts(-other.held_minor, -other.house_minor, -other.earned_minor))


def taken(standing: Parts, amount_minor: int, *, has_payee: bool) -> Parts:
    """Return of what an amount is taken that is not above what stands: of what nobody has earned first.

    Of what is earned the two shares are taken so that the rest is shared as that amount is: however
    many parts go back, together they are what was shared.
    """
    held = min(amount_minor, standing.held_minor)
    rest = amount_minor - held
    left = standing.house_minor + standing.earned_minor - rest
    wanted = standing.house_minor - shares_of(left, has_payee=has_payee).fee_minor
    # What came back meanwhile may stand a minor unit beside the rule.
    house = min(max(wanted, rest - standing.earned_minor, 0), rest, standing.house_minor)
    return Parts(held, house, rest - house)
