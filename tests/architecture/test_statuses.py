"""What somebody may do now is asked of the domain's rules: no door and no page compares a status."""

import ast
from pathlib import Path

import pytest

from tests.architecture.exceptions import hold

TRELLIS = Path(__file__).parents[2] / "trellis"


def comparisons_in(source: str) -> list[int]:
    """Return the lines of this Python text on which something's `.status` is compared."""
    compared = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Compare))
    return [node.lineno for node in compared if any(map(_is_status, [node.left, *node.comparators]))]


def _is_status(operand: ast.expr) -> bool:
    return isinstance(operand, ast.Attribute) and operand.attr == "status"


def test_no_door_and_no_page_compares_a_status() -> None:
    files = [*TRELLIS.glob("apis/**/*.py"), *TRELLIS.glob("web/**/*.py")]
    assert len(files) > 100
    found = {path.relative_to(TRELLIS).as_posix(): comparisons_in(path.read_text()) for path in files}
    found = {path: lines for path, lines in found.items() if lines}
    hold("statuses", found, f"ask the app's rules: {found}")


@pytest.mark.parametrize(
    ("planted", "lines"),
    [
        ("if booking.status == Status.PENDING: pass", [1]),
        ("x = 1\nif Status.PENDING != self.booking.status: pass", [2]),
        ("held = [each for each in all if each.status in HOLDING]", [1]),
        ("if job.status not in ('ready',): pass", [1]),
        ("if wanted == row.status == Status.PENDING: pass", [1]),
        ("if response.status_code == 200: pass", []),
        ("answer = {'status': booking.status}", []),
        ("rows.filter(status=Status.PENDING)", []),
    ],
)
def test_a_planted_comparison_is_found(planted: str, lines: list[int]) -> None:
    assert comparisons_in(planted) == lines
