"""The code of a badge: `SOOSH-2027-7K3M9QX2ABCDEF`, drawn, so that nobody works it out or guesses it."""

import re
import secrets

PREFIX = "SOOSH"
# Crockford's base 32: no I, L, O, U. Seventy bits.
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DRAWN = 14
_CODE = re.compile(rf"{PREFIX}-([0-9]{{4}})-([{_SIGNS}]{{{_DRAWN}}})")
_MISREAD = str.maketrans("OIL", "011")
_LONGEST_TYPED = 100


def drawn_code(year: int) -> str:
    """Return a new code of this year."""
    return f"{PREFIX}-{year:04}-{''.join(secrets.choice(_SIGNS) for _ in range(_DRAWN))}"


def code_in(typed: str) -> str | None:
    """Return the code that somebody has typed or read out, as it is kept; None for what can be none.

    Small letters, spaces, and letters that look like digits are taken for what was meant.
    """
    if len(typed) > _LONGEST_TYPED or not typed.isascii():
        return None
    parts = re.sub(r"\s", "", typed).upper().split("-", 2)
    if len(parts) != 3:
        return None
    told = f"{parts[0]}-{parts[1]}-{parts[2].replace('-', '').translate(_MISREAD)}"
    return told if _CODE.fullmatch(told) else None


def code_of_address(address: object) -> str | None:
    """Return the code at the end of the address under which a badge says that it is checked."""
    if not isinstance(address, str):
        return None
    return code_in(address.rpartition("/")[2])
