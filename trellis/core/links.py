"""Addresses of ours in what leaves the site: mail, notifications, calendars.

Which path an address has is said by the tables of URLs alone; everybody else knows its name.
"""

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode


def link_to(
    name: str, /, *, query: Mapping[str, str] | None = None, scheme: str = "", **parts: object
) -> str:
    """Return the absolute address of the URL of this name, at which people outside reach it.

    `parts` are the arguments of its path. `scheme` stands in place of https where another program than the
    browser is to open it.
    """
    address = f"{settings.TRELLIS_PUBLIC_URL}{reverse(name, kwargs=parts)}"
    if query:
        address = f"{address}?{urlencode(query)}"
    return f"{scheme}:{address.partition(':')[2]}" if scheme else address
