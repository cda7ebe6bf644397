"""One-time codes, short ones and long ones: how long they work, how they are written, which is right.

docs/decisions/login-codes.md says why it is done so.
"""

from datetime import timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

from trellis.domain.directory.models import LoginCode

CODE_LIFETIME = timedelta(minutes=10)
# Until so long after it was first asked for, an unused code is mailed again instead of another one.
MAILED_AGAIN_FOR = timedelta(hours=1)
# Of an inbox in a day: from so many wrong tries on new codes are long, and from so many short ones are void.
WRONG_BEFORE_LONG = 50
WRONG_BEFORE_VOID = 100
# A code is tried until it expires, so what was tried within the day may be older than that.
COUNTED_FOR = timedelta(days=1) + MAILED_AGAIN_FOR + CODE_LIFETIME
MOST_COUNTED = 10_000

# Crockford's base32: no letter that is easily taken for a digit or makes a word.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SIGN = "[0-9A-TV-Za-tv-z]"
CODE_PATTERN = rf"^(?:[0-9]{{3}}[ -]?[0-9]{{3}}|{_SIGN}{{4}}[ -]?{_SIGN}{{4}})$"
CODE_SHAPE = "A code has six digits, or two groups of four digits and letters."
LONGEST_TYPED = 20
_AS_READ = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})


def is_right(typed: str, row: LoginCode) -> bool:
    """Tell whether this is the row's code, however it is typed. One that was never drawn has none."""
    return bool(row.seed) and constant_time_compare(_code_of(row), typed.upper().translate(_AS_READ))


def as_mailed(row: LoginCode) -> str:
    """Return the code of a row that has one: six digits, or `K7QF-2M9X`."""
    code = _code_of(row)
    return f"{code[:4]}-{code[4:]}" if row.is_long else code


def _code_of(row: LoginCode) -> str:
    # Keyed with SECRET_KEY: who has the table alone learns no code from it.
    drawn = salted_hmac("accounts.login-code", f"{row.pk}:{row.seed}", algorithm="sha256").digest()
    number = int.from_bytes(drawn)
    if not row.is_long:
        return f"{number % 10**6:06d}"
    return "".join(_ALPHABET[(number >> 5 * place) % 32] for place in range(8))
