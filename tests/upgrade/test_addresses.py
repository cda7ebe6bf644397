"""Addresses that an older version kept: they are brought into form, and nobody's row is lost by that."""

import pytest

from tests.upgrade.old_database import Upgrade

# One database serves them all, so one process runs them.
pytestmark = pytest.mark.xdist_group("upgrade")


def test_of_two_accounts_that_become_one_both_are_kept_and_the_proven_one_has_the_address(
    upgrade: Upgrade,
) -> None:
    kept = upgrade.connection.execute(
        "SELECT id, email, email_verified_at IS NOT NULL FROM accounts_user WHERE id > 9000 ORDER BY id"
    ).fetchall()
    assert kept == [
        (9001, "Ann@xn--mller-kva.example.9001.invalid", False),
        (9002, "ann@xn--mller-kva.example", False),
        (9003, "bob@xn--mller-kva.example", True),
        (9004, "bob@xn--mller-kva.example.9004.invalid", False),
        (9005, "Cy@example.com", True),
        (9006, "di@-..example.9006.invalid", False),
        (9007, "ed@xn--strae-oqa.example", False),
    ]


def test_entries_of_the_directory_are_brought_into_form(upgrade: Upgrade) -> None:
    entries = upgrade.connection.execute(
        "SELECT email FROM directory_directoryentry WHERE first_name = '' ORDER BY upper(email)"
    ).fetchall()
    assert entries == [("m@xn--mller-kva.example",), ("N@example.com",)]
