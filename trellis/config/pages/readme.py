"""The table of doors in the README, written from the code: `make docs`."""

import re

from trellis.config.doors import DOORS, Door

_HEAD = """| door | for what | addresses | state | refusals | lists |
| --- | --- | --- | --- | --- | --- |
"""
_PLACE = re.compile(r"(?<=<!-- The doors, by `make docs`: -->\n).*?(?=<!-- -->)", re.DOTALL)


def with_doors(readme: str) -> str:
    """Return the README with the table of today's doors in its place; raise ValueError where it has none."""
    written, places = _PLACE.subn(lambda _: f"\n{render_doors()}\n", readme)
    if places != 1:
        raise ValueError("the README has no place for the table of doors")
    return written


def render_doors() -> str:
    """Return the table as Markdown."""
    return _HEAD + "".join(map(_row, DOORS))


def _row(door: Door) -> str:
    addresses = [f"`{prefix.path}…`" for prefix in door.prefixes]
    pages = [f"pages under `{door.page}`"] if door.page else []
    cells = (
        door.name,
        door.is_for,
        ", ".join(addresses + pages),
        door.state.label,
        door.refusals,
        door.lists,
    )
    return f"| {' | '.join(cells)} |\n"
