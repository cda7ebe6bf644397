"""The one form of an e-mail address, whichever way it was typed."""

import pytest
from django.core.exceptions import ValidationError

from trellis.core.writing.addresses import is_same_address, kept_form, refuse_other_letters

KEPT = "u@xn--mller-kva.example"


@pytest.mark.parametrize(
    "typed",
    [
        "u@müller.example",
        "u@mu\u0308ller.example",  # ü as two characters
        "u@MÜLLER.Example",
        "u@xn--mller-kva.example",
        "u@XN--MLLER-KVA.example",
        "u@müller\u3002example",  # the full stop of Japanese keyboards
        "u@ｍüller.example",  # a letter in full width
        "  u@müller.example\n",
    ],
)
def test_an_address_has_one_form_in_every_spelling(typed: str) -> None:
    assert kept_form(typed) == KEPT
    assert kept_form(kept_form(typed)) == KEPT
    assert is_same_address(typed, KEPT.upper())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("New.User+x@Example.COM", "New.User+x@example.com"),
        ("u@straße.example", "u@xn--strae-oqa.example"),  # another domain than strasse.example
        ('"a@b c"@Example.com', '"a@b c"@example.com'),
        ("u@[127.0.0.1]", "u@[127.0.0.1]"),
        ("u@a--b.r3---sn.example", "u@a--b.r3---sn.example"),
        ("u@\u212aelvin.example", "u@kelvin.example"),
        ("", ""),
        ("nobody", "nobody"),
        ("a@b@c.example", "a@b@c.example"),
        ("u@é..example", "u@é..example"),
        ("u@❤.example", "u@❤.example"),
    ],
)
def test_the_part_before_the_at_and_what_is_no_domain_stay_as_they_are(typed: str, kept: str) -> None:
    assert kept_form(typed) == kept


def test_what_is_far_too_long_is_not_looked_into() -> None:
    assert kept_form("u@" + "ü" * 100_000) == "u@" + "ü" * 100_000


@pytest.mark.parametrize(
    "address", ["m\u0131ke@example.com", "ſ@example.com", "ü@example.com", "u@❤.example"]
)
def test_an_address_with_other_letters_is_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        refuse_other_letters(kept_form(address))


def test_straße_and_strasse_are_two_domains() -> None:
    assert not is_same_address("u@straße.example", "u@strasse.example")
