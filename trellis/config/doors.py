"""The doors of Trellis as the site knows them: names, prefixes, and where the code of an address stands."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Door:
    """A published API; `key` is its word in `/api/schema/<key>/`, `package` its folder in `apis/`.

    The first word of an address after its prefix names the file or folder of its view, unless the prefix
    has named one itself.
    """

    key: str
    name: str
    package: str
    prefixes: Mapping[str, str | None]


DOORS = (
    Door("talent-pool", "Talent Pool", "talent_pool", {"/mentor/": None}),
    Door("talent-engine", "Talent Engine", "talent_engine", {"/api/talent-engine/": None}),
    # What else lies under /api/users/ is another document's.
    Door("mansa", "Mansa", "mansa", {"/api/v1/mentorship/": None, "/api/users/email-login/": "accounts"}),
    Door("soosh", "SOOSH", "soosh", {"/api/v1/": None}),  # after Mansa: the first prefix that fits counts
)


def door_of(path: str) -> Door | None:
    """Return the door that a path belongs to, if it is one's."""
    return next((door for door in DOORS if path.startswith(tuple(door.prefixes))), None)


def home_of(path: str) -> str | None:
    """Return the module or package in which the view of an address stands; None for what is no door's."""
    door = door_of(path)
    if door is None:
        return None
    prefix, room = next(each for each in door.prefixes.items() if path.startswith(each[0]))
    word = room or path.removeprefix(prefix).partition("/")[0]
    return f"trellis.apis.{door.package}.{word.replace('-', '_')}"
