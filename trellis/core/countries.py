"""Countries by the names that people write, as codes of ISO 3166-1: where a name leaves a doubt, none."""

from functools import cache
from importlib.resources import files

# What the table calls otherwise, or does not have: parts of one country among them.
_ALSO = {
    "GB": (
        *("UK", "U.K.", "United Kingdom", "Great Britain", "Britain"),
        *("England", "Scotland", "Wales", "Northern Ireland"),
    ),
    "US": ("USA", "U.S.A.", "US", "U.S.", "United States of America"),
    "AE": ("UAE",),
    "KR": ("South Korea", "Republic of Korea"),
    "NL": ("The Netherlands",),
    "CZ": ("Czechia",),
    "TR": ("Türkiye",),
    "CI": ("Ivory Coast",),
    "CD": ("Democratic Republic of the Congo",),
    "MM": ("Myanmar",),
    "VN": ("Viet Nam",),
    "DE": ("Deutschland",),
    "AT": ("Österreich",),
    "CH": ("Schweiz", "Suisse", "Svizzera"),
    "ES": ("España",),
    "IT": ("Italia",),
    "BR": ("Brasil",),
    "MX": ("México",),
}
# A state of the USA bears the first name, too; the second is short for a city and a state there.
_IN_DOUBT = frozenset({"georgia", "jersey"})


def country_named(name: str) -> str | None:
    """Return the code of the country of this name, as "DE" of "Germany"; None for what surely names none.

    A code of two letters is no name: CA is Canada's, and where Los Angeles is.
    """
    return _by_name().get(" ".join(name.split()).casefold())


@cache
def _by_name() -> dict[str, str]:
    table = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    names = {name.casefold(): code for code, name in rows}
    also = {name.casefold(): code for code, others in _ALSO.items() for name in others}
    return {name: code for name, code in {**names, **also}.items() if name not in _IN_DOUBT}
