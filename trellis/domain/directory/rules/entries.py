"""What may stand in an entry of the directory."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST_MEMBERSHIPTYPE = 200  # in characters


def email_problems(email: str) -> list[str]:
    """Return what keeps an e-mail address out of the directory."""
    if not email:
        return ["The e-mail address is missing."]
    try:
        validate_email(email)
    except ValidationError:
        return ["This is no e-mail address."]
    # The database holds some letters of other alphabets for ours: nobody shall pass for another.
    return [] if email.isascii() else ["The e-mail address has letters other than a to z."]


def address_in(typed: str) -> str | None:
    """Return the e-mail address that was typed, less spaces; None for what no row can hold."""
    email = typed.strip()
    try:
        validate_email(email)
    except ValidationError:
        return None
    # Half a surrogate pair passes as part of a domain, and cannot be stored.
    return email if email.isprintable() else None
