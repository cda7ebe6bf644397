"""By which name a portfolio has its address."""

import re
from typing import TYPE_CHECKING

from trellis.core.links import link_to
from trellis.domain.accounts.rules import is_reserved
from trellis.domain.portfolio.rules.limits import ADDRESS_LENGTH

if TYPE_CHECKING:
    from trellis.domain.portfolio.models import Portfolio

# One alphabet, so that no address looks like another's. No sign at either end is lost in a sentence.
_CHOSEN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?", re.ASCII)
# Of letters wherever they are from, without `@` and `+`: it may be an e-mail address.
_USERNAME = re.compile(r"[\w.-]+")
NOT_AN_ADDRESS = (
    "Use the letters a to z, digits, hyphens, dots and underscores, and begin and end with a letter or digit."
)


def is_address(name: str) -> bool:
    """Tell whether somebody can choose this for their address, names of ours aside."""
    fits = ADDRESS_LENGTH.least <= len(name) <= ADDRESS_LENGTH.most
    return fits and _CHOSEN.fullmatch(name) is not None


def may_be_addressed(username: str) -> bool:
    """Tell whether who is called so is found by that: not by what may be an e-mail address, or is ours."""
    return _USERNAME.fullmatch(username) is not None and not is_reserved(username)


def address_of(portfolio: "Portfolio") -> str:
    """Return where people outside open a portfolio."""
    return link_to("web:portfolio", username=portfolio.custom_url)
