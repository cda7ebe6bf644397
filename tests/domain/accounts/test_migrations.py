"""Accounts of before there were referral codes get one each."""

from django.db.backends.base.base import BaseDatabaseWrapper

from trellis.core.db.migrating import Executor

_BEFORE, _NOW = [("accounts", "0006_zones_are_chosen")], [("accounts", "0007_sign_up_and_feedback")]


def test_each_account_of_old_has_a_code_of_its_own(empty_database: BaseDatabaseWrapper) -> None:
    Executor(empty_database).migrate(_BEFORE)
    old = Executor(empty_database).loader.project_state(_BEFORE).apps.get_model("accounts", "User")
    for number in range(3):
        old.objects.using(empty_database.alias).create(username=f"u{number}", email=f"u{number}@example.com")
    Executor(empty_database).migrate(_NOW)
    with empty_database.cursor() as cursor:
        cursor.execute("SELECT referral_code FROM accounts_user")
        codes = {code for (code,) in cursor.fetchall()}
    assert len(codes) == 3
    assert all(len(code) == 12 and code == code.upper() for code in codes)
