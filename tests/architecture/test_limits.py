"""Limits stand in the domain's rules: no door, page, form, template or back office says one in numbers."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.exceptions import hold

TRELLIS = Path(__file__).parents[2] / "trellis"
LIMITS = {"max_length", "min_length", "max_value", "min_value", "max_digits", "decimal_places"}
_IN_TEMPLATES = re.compile(r"\b(?:max|min)length=[\"']?\d+")


def numbers_in(source: str) -> list[str]:
    """Return each limit that this Python text says in numbers, as `line: name`."""
    given = (pair for node in ast.walk(ast.parse(source)) for pair in _given(node))
    return [f"{value.lineno}: {name}" for name, value in given if name in LIMITS and _has_number(value)]


def _given(node: ast.AST) -> Iterator[tuple[object, ast.expr]]:
    """Give what a call or a dictionary gives by name."""
    if isinstance(node, ast.keyword):
        yield node.arg, node.value
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant):
                yield key.value, value


def _has_number(value: ast.expr) -> bool:
    return any(
        isinstance(node, ast.Constant) and type(node.value) in (int, float) for node in ast.walk(value)
    )


def _files() -> list[Path]:
    doors_and_pages = [*TRELLIS.glob("apis/**/*.py"), *TRELLIS.glob("web/**/*.py")]
    offices = [*TRELLIS.glob("domain/**/admin*.py"), *TRELLIS.glob("domain/**/admin/*.py")]
    return [*doors_and_pages, *offices, *TRELLIS.glob("domain/**/forms*.py")]


def test_no_door_page_form_or_back_office_says_a_limit_in_numbers() -> None:
    assert len(_files()) > 100
    found = {path.relative_to(TRELLIS).as_posix(): numbers_in(path.read_text()) for path in _files()}
    assert {path: limits for path, limits in found.items() if limits} == {}, "name them in the app's rules"


def test_no_template_says_a_limit_in_numbers() -> None:
    templates = list(TRELLIS.glob("**/templates/**/*.html"))
    assert len(templates) > 30
    found = {
        path.relative_to(TRELLIS).as_posix(): _IN_TEMPLATES.findall(path.read_text()) for path in templates
    }
    found = {path: limits for path, limits in found.items() if limits}
    hold("limits in templates", found, "hand the rule over to the template")


@pytest.mark.parametrize("planted", ['<input maxlength="200">', "<textarea minlength=2>"])
def test_a_planted_number_in_a_template_is_found(planted: str) -> None:
    assert _IN_TEMPLATES.search(planted)
    assert not _IN_TEMPLATES.search('<input maxlength="{{ limits.LONGEST_TOPIC }}">')


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("CharField(max_length=5)", ["1: max_length"]),
        ("IntegerField(\n    min_value=-1,\n    max_value=30 * DAY)", ["2: min_value", "3: max_value"]),
        ("CharField(**{'max_length': 64, **options})", ["1: max_length"]),
        ("DecimalField(max_digits=20, decimal_places=2)", ["1: max_digits", "1: decimal_places"]),
        ("IntegerField(min_value=STARS.least, max_value=STARS.most)", []),
        ("CharField(max_length=LONGEST_NAME, required=False)", []),
        ("Styled(rows=6)", []),
    ],
)
def test_a_planted_number_is_found(planted: str, found: list[str]) -> None:
    assert numbers_in(planted) == found
