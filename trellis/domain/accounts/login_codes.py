"""One-time codes: writing them down as hashes, and trying them, a bounded number of times."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from trellis.domain.accounts.attempts import TooManyAttempts
from trellis.domain.accounts.models import LoginCode

CODE_LIFETIME = timedelta(minutes=10)
TRIES_PER_CODE = 5
# Wrong tries at one address in any hour, however many codes were asked for: 10 of a million.
TRIES_PER_HOUR = 10
# A code is tried until it expires, so what was tried within the hour may be older than that.
_COUNTED_FOR = timedelta(hours=1) + CODE_LIFETIME


class WrongCode(Exception):
    """The code is wrong, used, expired or replaced by a newer one; which of them is not told."""


def open_code(*, email: str, now: datetime) -> LoginCode:
    """Write down that a code was asked for; the newest row alone counts, older ones are void."""
    return LoginCode.objects.create(email=email, created_at=now, expires_at=now + CODE_LIFETIME)


def draw_code(row: LoginCode) -> str:
    """Return a new code of six digits, and keep its hash in `row`."""
    code = f"{secrets.randbelow(10**6):06d}"
    row.code_hash = _hash(row, code)
    row.save(update_fields=["code_hash"])
    return code


def use_code(*, email: str, code: str, now: datetime) -> str:
    """Use the address's newest code up and return the address it was asked for with.

    Raises WrongCode, and TooManyAttempts once the wrong tries of an hour are used up. Both are the
    same for an address that is nobody's, for which a row is written too.
    """
    with transaction.atomic():
        # All of an hour's rows are locked, in order: whoever tries at the same time sees this try.
        rows = list(
            LoginCode.objects.select_for_update()
            .filter(email__iexact=email, created_at__gt=now - _COUNTED_FOR)
            .order_by("id")
        )
        _refuse_guessing(rows, now=now)
        newest = rows[-1] if rows else LoginCode(expires_at=now)
        is_right = constant_time_compare(_hash(newest, code), newest.code_hash)
        is_open = newest.used_at is None and newest.expires_at > now and newest.tries < TRIES_PER_CODE
        if is_open:
            _count(newest, is_right=is_right, now=now)
    # Raised outside the transaction, which must keep the count.
    if not (is_right and is_open):
        raise WrongCode
    return newest.email


def _refuse_guessing(rows: Sequence[LoginCode], *, now: datetime) -> None:
    if sum(row.tries for row in rows) >= TRIES_PER_HOUR:
        first = next(row for row in rows if row.tries)
        wait = first.created_at + _COUNTED_FOR - now
        raise TooManyAttempts(max(1, int(wait.total_seconds())))


def _count(row: LoginCode, *, is_right: bool, now: datetime) -> None:
    if is_right:
        row.used_at = now
    else:
        row.tries += 1
    row.save(update_fields=["used_at", "tries"])


def _hash(row: LoginCode, code: str) -> str:
    # Keyed with SECRET_KEY: a million codes are soon hashed by who has the table alone.
    return salted_hmac("accounts.login-code", f"{row.pk}:{code}", algorithm="sha256").hexdigest()
