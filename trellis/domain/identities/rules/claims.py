"""What the claims of an id token say of somebody, and whether they are meant for us."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import constant_time_compare

from trellis.core.writing.addresses import kept_form, refuse_other_letters
from trellis.core.writing.texts import Unfit, one_line
from trellis.domain.accounts.rules import LONGEST_EMAIL, LONGEST_NAME_PART, parted

LONGEST_ID_TOKEN = 8192
LONGEST_NONCE = 500
LONGEST_SUBJECT = 255
LONGEST_CODE = 20

Names = tuple[str, str]


@dataclass(frozen=True)
class Person:
    """Somebody at a provider: `subject` is who they are there, `email` "" unless it is verified."""

    subject: str
    email: str
    names: Names


def person_in(claims: Mapping[str, Any]) -> Person:
    """Return of whom these claims are."""
    email = claims.get("email") if is_meant(claims.get("email_verified")) else None
    return Person(subject=claims["sub"], email=_address(email), names=_names(claims))


def is_meant(flag: object) -> bool:
    """Tell whether a flag says yes; Apple writes it as a word."""
    return flag is True or (isinstance(flag, str) and flag.lower() == "true")


def fits_nonce(claims: Mapping[str, Any], nonce: str) -> bool:
    """Tell whether a token was made for this nonce. Phones have its SHA-256 put into it, browsers itself."""
    told = claims.get("nonce")
    if not isinstance(told, str):
        return False
    digest = hashlib.sha256(nonce.encode(errors="surrogatepass")).hexdigest()
    return constant_time_compare(told, nonce) | constant_time_compare(told.lower(), digest)


def is_for(claims: Mapping[str, Any], client_ids: tuple[str, ...]) -> bool:
    """Tell whether the party that a token names as having asked for it is one of ours."""
    return "azp" not in claims or claims["azp"] in client_ids


def names_of(first: object, last: object) -> Names:
    """Return names as an account keeps them; what is none is empty."""
    return _name(first), _name(last)


def _names(claims: Mapping[str, Any]) -> Names:
    """Return the two parts of the name, taken from the whole one where they are not told apart."""
    names = names_of(claims.get("given_name"), claims.get("family_name"))
    whole = claims.get("name")
    return names if any(names) or not isinstance(whole, str) else names_of(*parted(whole))


def _name(text: object) -> str:
    try:
        return one_line(text)[:LONGEST_NAME_PART].strip() if isinstance(text, str) else ""
    except Unfit:
        return ""


def _address(email: object) -> str:
    if not isinstance(email, str):
        return ""
    address = kept_form(email)
    try:
        validate_email(address)
        refuse_other_letters(address)
    except ValidationError:
        return ""
    return address if len(address) <= LONGEST_EMAIL else ""
