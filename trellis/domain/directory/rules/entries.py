"""What may stand in an entry of the directory."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from trellis.core.writing.addresses import kept_form, refuse_other_letters

LONGEST_MEMBERSHIPTYPE = 200  # in characters


def email_problems(email: str) -> list[str]:
    """Return what keeps an e-mail address, in its form, out of the directory."""
    if not email:
        return ["The e-mail address is missing."]
    try:
        validate_email(email)
    except ValidationError:
        return ["This is no e-mail address."]
    try:
        refuse_other_letters(email)
    except ValidationError as error:
        return list(error.messages)
    return []


def address_in(typed: str) -> str | None:
    """Return the e-mail address that was typed, in its form; None for what no row can hold."""
    email = kept_form(typed)
    try:
        validate_email(email)
    except ValidationError:
        return None
    # Half a surrogate pair passes as part of a domain, and cannot be stored.
    return email if email.isprintable() else None
