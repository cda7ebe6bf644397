"""Addresses that an older version kept: they are brought into form, and nobody's row is lost by that."""

import pytest
from django.db import IntegrityError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from tests.databases import rows_of
from trellis.domain.accounts.models import User
from trellis.domain.directory.models import DirectoryEntry

BEFORE = [
    ("interviews", "0002_recordings_in_chunks"),
    ("organizations", "0004_decision_to_approvals"),
    ("directory", "0001_initial"),
    ("accounts", "0004_directory_moves_out"),
]
ACCOUNT = """
    INSERT INTO accounts_user
        (id, password, is_superuser, username, first_name, last_name, is_staff, is_active, date_joined,
        public_id, email, email_verified_at, phone_number, gender, avatar, timezone, location, journey,
        onboarding_completed, token_generation)
    VALUES (%s, '!', false, %s, '', '', false, true, now(), gen_random_uuid(), %s, %s, '', '', '', 'UTC', '',
        'beginner', false, 0)
"""
PROVEN = "2026-01-01T00:00:00Z"
ACCOUNTS = [
    (1, "Ann@müller.example", None),
    (2, "ann@xn--mller-kva.example", None),
    (3, "bob@müller.example", PROVEN),
    (4, "bob@xn--mller-kva.example", None),
    (5, "Cy@Example.com", PROVEN),
    (6, "di@❤..example", None),
    (7, "ed@straße.example", None),
]
ENTRY = """
    INSERT INTO directory_directoryentry
        (id, email, first_name, last_name, phone, membershiptype, is_active, created_at)
    VALUES (gen_random_uuid(), %s, '', '', '', '', true, now())
"""


def test_of_two_accounts_that_become_one_both_are_kept_and_the_proven_one_has_the_address(
    database: BaseDatabaseWrapper,
) -> None:
    MigrationExecutor(database).migrate(BEFORE)
    with database.cursor() as cursor:
        for number, email, proven in ACCOUNTS:
            cursor.execute(ACCOUNT, [number, f"user{number}", email, proven])
        cursor.executemany(ENTRY, [["m@MÜLLER.example"], ["N@Example.COM"]])
    executor = MigrationExecutor(database)
    executor.migrate(executor.loader.graph.leaf_nodes())
    kept = rows_of(database, "SELECT id, email, email_verified_at IS NOT NULL FROM accounts_user ORDER BY id")
    assert kept == [
        (1, "Ann@xn--mller-kva.example.1.invalid", False),
        (2, "ann@xn--mller-kva.example", False),
        (3, "bob@xn--mller-kva.example", True),
        (4, "bob@xn--mller-kva.example.4.invalid", False),
        (5, "Cy@example.com", True),
        (6, "di@-..example.6.invalid", False),
        (7, "ed@xn--strae-oqa.example", False),
    ]
    entries = rows_of(database, "SELECT email FROM directory_directoryentry ORDER BY upper(email)")
    assert entries == [("m@xn--mller-kva.example",), ("N@example.com",)]


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["a@müller.example", "a@Example.com"])
def test_the_database_refuses_an_address_out_of_form(email: str) -> None:
    user = User.objects.create_user("ann", "ann@example.com")
    with pytest.raises(IntegrityError, match="user_email_in_form"), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET email = %s WHERE id = %s", [email, user.pk])


@pytest.mark.django_db
def test_whatever_is_written_or_asked_for_by_code_is_in_form() -> None:
    entry = DirectoryEntry(email="Ann@MÜLLER.example")
    entry.save()
    assert entry.email == "Ann@xn--mller-kva.example"
    DirectoryEntry.objects.update(email="Bob@müller.example")
    for asked in ("bob@MÜLLER.example", "BOB@xn--mller-kva.example"):
        assert DirectoryEntry.objects.get(email__iexact=asked).email == "Bob@xn--mller-kva.example"
    assert DirectoryEntry.objects.filter(email__in=["Bob@müller.example"]).exists()
