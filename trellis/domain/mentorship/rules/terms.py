"""Under which terms a mentor can be booked, in a line for people."""

from collections.abc import Iterable

from trellis.domain.mentorship.models import Mentor, Package, Terms
from trellis.domain.mentorship.rules.rates import written
from trellis.domain.mentorship.rules.reasons import lasting


def terms_in_words(mentor: Mentor, packages: Iterable[Package] = ()) -> str:
    """Return what sessions cost, of a free first talk and packages; "" where there is nothing to say."""
    price = written(mentor.rate_minor, mentor.currency) if mentor.rate_minor else ""
    parts = []
    if price and mentor.terms == Terms.PRICED:
        parts.append(f"An hour costs {price}")
    elif price and mentor.terms == Terms.BOTH:
        parts.append(f"Sessions are free here; elsewhere an hour costs {price}")
    if mentor.free_talk_minutes:
        parts.append(f"a first talk of {lasting(mentor.free_talk_minutes)} is free")
    parts += [
        f"{each.sessions} sessions cost {written(each.price_minor, each.currency)} in {each.valid_days} days"
        for each in packages
    ]
    line = "; ".join(parts)
    return f"{line[0].upper()}{line[1:]}." if line else ""
