"""Who sees what of a portfolio."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from trellis.domain.guardians.rules import counts_as_minor
from trellis.domain.portfolio.rules.choices import USUAL, Audience, Part

if TYPE_CHECKING:
    from trellis.domain.accounts.models import User
    from trellis.domain.portfolio.models import Portfolio

_SEEN_BY_MEMBERS = frozenset({Audience.PUBLIC, Audience.MEMBERS})
_SEEN_BY_ALL = frozenset({Audience.PUBLIC})


def is_open(portfolio: "Portfolio", *, now: datetime) -> bool:
    """Tell whether others see anything of it: it is published, its account open, and its person grown up."""
    owner = portfolio.user
    return portfolio.is_published and owner.is_active and not counts_as_minor(owner, now)


def parts_for(visibility: Mapping[str, str], viewer: "User | None", *, owner_id: int) -> frozenset[Part]:
    """Return the parts that somebody sees, None being who is not signed in; what is not said is as usual."""
    if viewer is not None and viewer.pk == owner_id:
        return frozenset(Part)
    seen = _SEEN_BY_ALL if viewer is None else _SEEN_BY_MEMBERS
    return frozenset(part for part, audience in whole(visibility).items() if audience in seen)


def whole(visibility: Mapping[str, str]) -> dict[Part, Audience]:
    """Return for whom each part is, of those that nothing was said of as usual."""
    return {part: Audience(visibility.get(part, usual)) for part, usual in USUAL.items()}
