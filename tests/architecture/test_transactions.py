"""A transaction opens in the services and tasks of an app, so that a verb commits whole or not at all."""

import ast
from pathlib import Path, PurePath

import pytest

from tests.architecture.exceptions import hold

TRELLIS = Path(__file__).parents[2] / "trellis"
OPENS = (
    "domain/*/services.py",
    "domain/*/services/*.py",
    "domain/*/tasks.py",
    "demo/*.py",
    "core/post/*.py",
    "core/http/idempotency.py",
)


def opened_in(source: str) -> list[int]:
    """Return the lines of this Python text on which a transaction is opened, or the means to do so taken."""
    # Whoever opens one says so.
    nodes = list(ast.walk(ast.parse(source))) if "atomic" in source else []
    named = [node.lineno for node in nodes if isinstance(node, ast.Attribute) and node.attr == "atomic"]
    imports = (node for node in nodes if isinstance(node, ast.ImportFrom))
    taken = [each.lineno for each in imports if any(name.name == "atomic" for name in each.names)]
    return sorted([*named, *taken])


def may_open(path: PurePath) -> bool:
    """Return whether a file may open transactions, by its path below `trellis/`."""
    return any(path.match(f"trellis/{pattern}") for pattern in OPENS)


def test_a_transaction_opens_only_in_services_and_tasks() -> None:
    files = [path for path in TRELLIS.rglob("*.py") if "migrations" not in path.parts]
    assert sum(may_open(path) for path in files) > 10
    opening = [path for path in files if not may_open(path) and opened_in(path.read_text())]
    found = {path.relative_to(TRELLIS).as_posix() for path in opening}
    hold("transactions", found, "let one service of the app do it")


@pytest.mark.parametrize(
    ("planted", "lines"),
    [
        ("with transaction.atomic():\n    pass", [1]),
        ("x = 1\n@transaction.atomic\ndef f(): pass", [2]),
        ("with refused(), db.transaction.atomic(durable=True):\n    pass", [1]),
        ("from django.db.transaction import atomic", [1]),
        ("from django.db import transaction\ntransaction.on_commit(f)", []),
        ("if connection.in_atomic_block: pass", []),
        ('"""transaction.atomic() stands elsewhere."""', []),
    ],
)
def test_a_planted_transaction_is_found(planted: str, lines: list[int]) -> None:
    assert opened_in(planted) == lines


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("trellis/domain/mentorship/services.py", True),
        ("trellis/domain/mentorship/services/bookings.py", True),
        ("trellis/domain/mentorship/tasks.py", True),
        ("trellis/demo/world.py", True),
        ("trellis/domain/mentorship/queries/mentors.py", False),
        ("trellis/domain/mentorship/rules/services.py", False),
        ("trellis/domain/services.py", False),
        ("trellis/apis/mansa/services.py", False),
        ("trellis/web/jobs/tasks.py", False),
    ],
)
def test_only_those_rooms_may_open_one(path: str, may: bool) -> None:
    assert may_open(PurePath("/anywhere") / path) is may
