"""The one form of an e-mail address, to keep, send and compare: docs/decisions/addresses-and-names.md."""

import unicodedata

import idna
from django.core.exceptions import ValidationError

_LONGEST_TYPED = 400  # characters; whatever is longer is no address, in which form ever
_OTHER_LETTERS = "An e-mail address has no letters other than a to z before the @."
_NO_DOMAIN = "There is no such domain as the one after the @."


def kept_form(typed: str) -> str:
    """Return the address as it is kept: its domain in lower case and as DNS has it (`xn--…`).

    The part before the @ stays as it is. What is no address comes back as something that is none either.
    """
    if len(typed) > _LONGEST_TYPED:
        return typed
    local, at, domain = unicodedata.normalize("NFC", typed.strip()).rpartition("@")
    return f"{local}{at}{_as_in_dns(domain)}" if at else domain


def address_key(address: str) -> str:
    """Return what two spellings of one address have in common, for comparing and counting."""
    # Upper, then lower: letters that the database takes for one another count as one.
    return kept_form(address).upper().lower()


def is_same_address(one: str, other: str) -> bool:
    """Tell whether both are spellings of one address."""
    return address_key(one) == address_key(other)


def refuse_other_letters(address: str) -> None:
    """Raise ValidationError for an address, in its form, with letters that an address cannot have."""
    # The database holds some letters of other alphabets for ours: nobody shall pass for another.
    if not address.rpartition("@")[0].isascii():
        raise ValidationError(_OTHER_LETTERS, code="invalid")
    if not address.isascii():
        raise ValidationError(_NO_DOMAIN, code="invalid")


def _as_in_dns(domain: str) -> str:
    if domain.isascii():
        return domain.lower()
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except UnicodeError:  # which idna's own errors are
        return domain
