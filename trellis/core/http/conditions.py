"""Conditional requests (RFC 9110, section 13): headers that list entity tags."""

from django.utils.http import parse_etags


def tags_in(header: str | None) -> frozenset[str] | None:
    """Return the entity tags that If-Match lists; None where any will do: for `*`, and without the header.

    A proxy that compresses marks a tag as weak: it is the same version still, and is returned without `W/`.
    What is no entity tag names nothing.
    """
    given = ["*"] if header is None else parse_etags(header)
    return None if given == ["*"] else frozenset(each.removeprefix("W/") for each in given)
