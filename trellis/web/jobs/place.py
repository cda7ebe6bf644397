"""Reading a place that somebody wrote: in which country it is, where it says so."""

import re
from dataclasses import dataclass

from trellis.core.countries import country_named

_MANNER = re.compile(r"[(\[]?\b(?:remote|hybrid|on[- ]?site)\b[)\]]?", re.IGNORECASE)
_AROUND = " ,-–—()[]\t"
# More than one place.
_SEVERAL = re.compile(r"[/;|\n]|\bor\b", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A country, by its code and as it was written, and what was written before it."""

    country: str
    country_name: str
    locality: str


def place_of(text: str) -> Place | None:
    """Return "London, UK (Remote)" as London in GB; None for several places, or without a country."""
    *before, name = [part.strip(_AROUND) for part in _MANNER.sub("", text).strip(_AROUND).split(",")]
    country = country_named(name)
    others = {country_named(part) for part in before} - {None, country}
    if country is None or others or _SEVERAL.search(text):
        return None
    return Place(country, name, ", ".join(part for part in before if part))
