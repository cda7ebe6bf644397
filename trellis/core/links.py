"""Addresses of ours in what leaves the site: mail, notifications, calendars.

Which path an address has is said by the tables of URLs alone; everybody else knows its name.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.http import urlencode

# The part of an address in which somebody's own name stands.
_NAME = re.compile(r"<(?:\w+:)?username>")
_WORD = re.compile(r"\^?([\w.-]+)(?:/|$)")


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


@cache
def words_of_addresses() -> frozenset[str]:
    """Return the words that begin an address here, or stand where at another address somebody's name does.

    Nobody can be called so: their own address would be another's.
    """
    patterns = frozenset(_patterns(get_resolver()))
    before_names = {pattern[: found.start()] for pattern in patterns if (found := _NAME.search(pattern))}
    rests = (
        pattern[len(before) :]
        for before in {"", *before_names}
        for pattern in patterns
        if pattern.startswith(before)
    )
    return frozenset(found[1].casefold() for rest in rests if (found := _WORD.match(rest)))


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Give each address as the tables of URLs have it, with its parts in angle brackets."""
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, pattern)
        elif isinstance(entry, URLPattern):
            yield pattern
