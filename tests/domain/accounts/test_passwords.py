"""A password is what was typed, whichever way the keyboard writes its letters."""

import unicodedata
from typing import Any

import pytest
from django.contrib.auth import authenticate, hashers
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command

from trellis.domain.accounts.models import User

COMPOSED = unicodedata.normalize("NFC", "Paßwört 2026é ")
APART = unicodedata.normalize("NFD", COMPOSED)
EMAIL = "owner@example.com"
pytestmark = pytest.mark.django_db


def _user(password: str | None = None) -> User:
    return User.objects.create_user("owner", EMAIL, password)


def _opens(password: str) -> bool:
    return authenticate(username=EMAIL, password=password, address="10.0.0.1") is not None


@pytest.mark.parametrize(
    ("kept", "typed"), [(COMPOSED, APART), (APART, COMPOSED), ("ｐａｓｓ ﬁn", "pass fin")]
)
def test_either_way_of_writing_opens_what_the_other_set(kept: str, typed: str) -> None:
    user = _user(kept)
    assert _opens(typed)
    assert _opens(kept)
    user.set_password(typed)
    user.save()
    assert _opens(kept)


def test_other_letters_and_a_space_less_are_another_password() -> None:
    _user(COMPOSED)
    for other in (COMPOSED.strip(), COMPOSED.replace("ß", "ss"), COMPOSED.lower(), ""):
        assert not _opens(other)


def test_one_that_was_kept_as_typed_opens_once_more_and_is_kept_in_normal_form_then() -> None:
    user = _user()
    user.password = make_password(APART)  # as it was kept of old
    user.save()
    assert not _opens(COMPOSED), "a guess in another form"
    assert _opens(APART)
    assert _opens(COMPOSED)
    user.refresh_from_db()
    assert hashers.check_password(COMPOSED, user.password)


@pytest.mark.parametrize("typed", ["plain and wrong", APART, "ｐａｓｓ"])
def test_a_wrong_password_takes_as_many_hashes_whether_or_not_there_is_an_account(
    typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _user("another password")
    User.objects.create_user("unusable", "unusable@example.com", None)
    counted: list[int] = []
    for email in (EMAIL, "nobody@example.com", "unusable@example.com"):
        hashes = _count_hashes(monkeypatch)
        assert authenticate(username=email, password=typed, address="10.0.0.1") is None
        counted.append(len(hashes))
    assert counted == [1 if unicodedata.is_normalized("NFKC", typed) else 2] * 3


def test_strength_is_judged_of_the_form_that_is_kept() -> None:
    user = _user()
    for weak in (
        "ｐａｓｓｗｏｒｄ１２３",
        "１２３４５６７８９０",
        "ｏｗｎｅｒ＠ｅｘａｍｐｌｅ",
        "e\u0301" * 4,
    ):
        with pytest.raises(ValidationError):
            validate_password(weak, user)
    validate_password(APART, user)


def test_whoever_is_made_by_a_command_signs_in_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", APART)
    call_command("createsuperuser", interactive=False, email=EMAIL, username="owner", verbosity=0)
    assert _opens(COMPOSED)
    assert _opens(APART)


def _count_hashes(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    hashes: list[Any] = []
    encode = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashes.append(salt)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    return hashes
