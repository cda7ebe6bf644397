"""docs/settings.md, written from the code: `make docs`."""

import re
from collections.abc import Iterator

from trellis.config.environment.production import RULES
from trellis.config.environment.table import SECTIONS
from trellis.config.environment.variables import Variable

_HEAD = """# Settings

Environment variables, and nothing else. Every one has a default that works for development; an empty one
counts as not set, except `TRELLIS_ENV`. A value that is not allowed, and a variable that begins with
`TRELLIS_` and is not on this page, stop every command before it has done anything, with one sentence that
names the variable. Words are taken letter for letter.

Written by `make docs` from `trellis/config/environment/`; a test holds this page against it.
"""
_TABLE = """
## {title}

| variable | default | allowed | meaning |
| --- | --- | --- | --- |
"""
_PRODUCTION = """
## In production

With `TRELLIS_ENV=production` Trellis starts only where each of these holds. Django's system checks tell
of them too, under the id in the last column.

| variable | must be | id |
| --- | --- | --- |
"""
_BOLD = """
What is bold but allowed there (an open contract, rate limits that are off, wildcards for subdomains, …) is
said in a line that begins with `Bold:` at every start of `trellis up`, `serve` and `worker`.
"""


def render_settings_page() -> str:
    """Return the page as Markdown."""
    return "".join((_HEAD, *_tables(), _PRODUCTION, *_rules(), _BOLD))


def _tables() -> Iterator[str]:
    for title, variables in SECTIONS.items():
        yield _TABLE.format(title=title)
        yield from map(_row, variables)


def _row(variable: Variable) -> str:
    allowed = _plain(variable.kind.allowed)
    return f"| `{variable.name}` | {_default(variable)} | {allowed} | {variable.meaning} |\n"


def _default(variable: Variable) -> str:
    if variable.shown:
        return variable.shown
    if isinstance(variable.default, bool):
        return "`on`" if variable.default else "`off`"
    return f"`{variable.default}`" if variable.default not in (None, "", []) else "none"


def _rules() -> Iterator[str]:
    for rule in sorted(RULES, key=lambda rule: rule.number):
        yield f"| `{rule.variable}` | {_plain(rule.good)}; {_plain(rule.mend)} | `trellis.{rule.number}` |\n"


def _plain(text: str) -> str:
    """Return a sentence of the terminal as Markdown that shows it letter for letter."""
    return re.sub(r"[*<|]", r"\\\g<0>", text)
