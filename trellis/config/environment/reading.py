"""Reads the environment by the table: a value for each variable, or one sentence about what is wrong."""

import difflib
from collections.abc import Mapping
from typing import Any

from trellis.config.environment.table import VARIABLES
from trellis.config.environment.variables import DEVELOPMENT, Variable

_OURS = "TRELLIS_"


class BadEnvironmentError(Exception):
    """Trellis cannot start with these variables; the message is one sentence and holds none of their values.

    `problems` has a sentence for each name.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        (_, first), *others = problems.items()
        more = f" Not right either: {', '.join(name for name, _ in others)}." if others else ""
        super().__init__(first + more)
        self.problems = problems


def read(environ: Mapping[str, str]) -> dict[str, Any]:
    """Return the value of every variable of the table; raise BadEnvironmentError for what is not right."""
    problems = {_shown(name): _unknown(name) for name in environ if _is_unknown(name)}
    environment = environ.get("TRELLIS_ENV", DEVELOPMENT)
    values = {}
    for variable in VARIABLES.values():
        try:
            values[variable.name] = _value(variable, environ.get(variable.name), environment)
        except ValueError:
            problems[variable.name] = f"{variable.name} must be {variable.kind.allowed}."
    if problems:
        raise BadEnvironmentError(problems)
    return values


def _value(variable: Variable, text: str | None, environment: str) -> Any:
    if text is None or (text == "" and variable.may_be_empty):
        return variable.default_in(environment)
    if not (variable.kind.may_have_lines or text.isprintable()):
        raise ValueError
    return variable.kind.parse(text)


def _is_unknown(name: str) -> bool:
    return name.startswith(_OURS) and name not in VARIABLES


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, VARIABLES, n=1, cutoff=0.8)
    guess = f"did you mean {near[0]}?" if near else "docs/settings.md has all of them."
    return f"{_shown(name)} is not a setting of Trellis; {guess}"


def _shown(name: str) -> str:
    return ascii(name)[1:-1]
