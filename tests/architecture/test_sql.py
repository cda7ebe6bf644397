"""Doors and pages ask the domain's queries: no SQL stands in them."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.exceptions import hold

TRELLIS = Path(__file__).parents[2] / "trellis"
# What takes SQL as a text, by name.
TAKES_SQL = {"RawSQL", "raw", "extra", "cursor"}
# A verb with what must follow it: "DELETE" alone is a method, "With pleasure" a sentence.
_STATEMENT = re.compile(
    r"[\s(]*(?:EXISTS\s*\(\s*)?"
    r"(?:SELECT\s|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|WITH\s+(?:RECURSIVE\s+)?\w+\s+AS\s"
    r"|select\s.+\sfrom\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|with\s+\w+\s+as\s*\()",
    re.DOTALL,
)


def sql_in(source: str) -> list[int]:
    """Return the lines of this Python text that hold SQL or hand some over, docstrings aside."""
    tree = ast.parse(source)
    docstrings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in docstrings)
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    statements = [
        text.lineno for text in texts if isinstance(text.value, str) and _STATEMENT.match(text.value)
    ]
    return sorted([*statements, *(call.lineno for call in calls if _takes_sql(call.func))])


def _takes_sql(called: ast.expr) -> bool:
    if isinstance(called, ast.Attribute):
        return called.attr in TAKES_SQL
    return isinstance(called, ast.Name) and called.id == "RawSQL"


def test_no_sql_stands_in_doors_and_pages() -> None:
    files = [*TRELLIS.glob("apis/**/*.py"), *TRELLIS.glob("web/**/*.py")]
    assert len(files) > 100
    found = {path.relative_to(TRELLIS).as_posix(): sql_in(path.read_text()) for path in files}
    found = {path: lines for path, lines in found.items() if lines}
    hold("sql", found, f"make it a function or an expression of the app's queries: {found}")


@pytest.mark.parametrize(
    ("planted", "lines"),
    [
        ("rows.annotate(age=RawSQL('age(birth_date)', []))", [1]),
        ("rows.annotate(age=expressions.RawSQL('age(birth_date)', []))", [1]),
        ("x = 1\nMentor.objects.raw(statement)", [2]),
        ("rows.extra(where=['true'])", [1]),
        ("with connection.cursor() as cursor:\n    pass", [1]),
        ("_AREAS = '''\n    SELECT area FROM mentorship_mentor\n'''", [1]),
        ("sql = f'SELECT {name} FROM accounts_user'", [1]),
        ("sql = '(SELECT id FROM room)'", [1]),
        ("sql = 'EXISTS (SELECT 1 FROM room)'", [1]),
        ("sql = 'INSERT INTO room VALUES (1)'", [1]),
        ("sql = 'UPDATE room SET closed_at = now()'", [1]),
        ("sql = 'DELETE FROM room'", [1]),
        ("sql = 'WITH held AS (SELECT 1) SELECT * FROM held'", [1]),
        ("sql = 'select id from room'", [1]),
    ],
)
def test_planted_sql_is_found(planted: str, lines: list[int]) -> None:
    assert sql_in(planted) == lines


@pytest.mark.parametrize(
    "harmless",
    [
        "rights = {'DELETE': Right.DELETE_REQUESTS}",
        "told = 'Select a mentor from the list.'",
        "told = 'Update your profile, and set a photo.'",
        "told = 'With pleasure, as ever.'",
        "told = 'DELETE removes it.'",
        '"""SELECT what is shown."""',
        "extra = {'cursor': cursor}",
        "page = cursor_of(request)",
    ],
)
def test_what_is_no_sql_is_let_be(harmless: str) -> None:
    assert sql_in(harmless) == []
