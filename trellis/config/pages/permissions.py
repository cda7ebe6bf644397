"""docs/permissions.md, written from the code: `make docs`."""

from importlib import import_module
from typing import Any

from trellis.config.doors import BY_KEY, ROUTED, Door
from trellis.config.permissions import talent_engine
from trellis.config.permissions.matrix import Matrix
from trellis.domain.organizations.rights import Role


def _matrix_of(door: Door) -> Matrix:
    """Return what stands in `config/permissions/<door>.py`; raise ImportError while there is none."""
    matrix: Matrix = import_module(f"trellis.config.permissions.{door.package}").MATRIX
    return matrix


MATRICES = tuple(map(_matrix_of, ROUTED))
_HEAD = """# Permissions

Who may call what, at every door. Written by `make docs` from the `rights.py` of each app, the views, and
`config/permissions/`; a test holds this page against them, and another calls every endpoint as each of these
callers.

| answer | meaning |
| --- | --- |
| yes | it is done, or refused for what was sent |
| own | only with what the caller raised; else 403, or 404 where others' rows are not shown to them |
| theirs | of what is the caller's own; nothing of what is not |
| 401, 403, 404 | refused so |

Calls that need no token are shown as they are while the contract is open
([open-contract.md](decisions/open-contract.md)).
"""
_RIGHTS = """
### Rights

What a member of a tenant may do by role. `own`: with what they raised themselves.

| right | owner | admin | manager | staff |
| --- | --- | --- | --- | --- |
"""


def render_permissions_page() -> str:
    """Return the page as Markdown."""
    return _HEAD + "".join(_section(matrix) for matrix in MATRICES)


def _section(matrix: Matrix) -> str:
    is_by_right = matrix is talent_engine.MATRIX
    columns = ["endpoint", *(["right"] if is_by_right else []), *matrix.callers]
    rows = [
        [
            f"`{each.key}`",
            *([talent_engine.right_named(each)] if is_by_right else []),
            *(matrix.answers(each)[caller] for caller in matrix.callers),
        ]
        for each in matrix.endpoints()
    ]
    rights = f"{_RIGHTS}{_rights()}\n### Endpoints\n" if is_by_right else ""
    table = "".join(_line(cells) for cells in [columns, ["---"] * len(columns), *rows])
    door = BY_KEY[matrix.door]
    prefixes = ", ".join(f"`{prefix.path}`" for prefix in door.prefixes if prefix.urls)
    return f"\n## {door.name}, {prefixes}\n{rights}\n{matrix.note}\n\n{table}"


def _rights() -> str:
    return "".join(
        _line([right.words, *(right.grants[role].value for role in Role)])
        for right in talent_engine.every_right()
    )


def _line(cells: list[Any]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |\n"
