"""Where badges, what signs them and what ends them are found by strangers."""

from trellis.core.links import link_to
from trellis.domain.credentials.models import Badge


def page_of(badge: Badge) -> str:
    """Return the address at which anybody checks a badge."""
    return link_to("web:verify", code=badge.code)


def paper_of(badge: Badge) -> str:
    """Return the address of its paper, for whoever has its code."""
    return link_to("web:badge-paper", code=badge.code)


def file_of(badge: Badge) -> str:
    """Return the address of the badge as a file, signed."""
    return link_to("web:badge-file", code=badge.code)


def list_numbered(number: int) -> str:
    """Return the address of a status list."""
    return link_to("web:badge-status", number=number)
