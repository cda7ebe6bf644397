"""How one-time codes come to be, and are used up; and how many wrong tries of them an inbox stands.

docs/decisions/login-codes.md says why it is done so.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from trellis.core.db.locks import lock
from trellis.core.writing.addresses import address_key
from trellis.domain.directory.models import LoginCode
from trellis.domain.directory.queries import wrong_tries
from trellis.domain.directory.refusals import WrongCode
from trellis.domain.directory.rules.codes import (
    CODE_LIFETIME,
    MAILED_AGAIN_FOR,
    MOST_COUNTED,
    WRONG_BEFORE_LONG,
    WRONG_BEFORE_VOID,
    as_mailed,
    is_right,
)


def open_code(*, email: str, wants_long: bool, now: datetime) -> LoginCode:
    """Return the inbox's code to mail, good for ten minutes from now; must be called in a transaction.

    Who asks again gets the same code again, so that nobody's asking voids what another holds. It is a new
    one after an hour, once used, and where a long one is wanted instead, by the caller or because too many
    short ones were tried.
    """
    _lock(email)
    wants_long = wants_long or wrong_tries(email=email, now=now) >= WRONG_BEFORE_LONG
    row = _last_unused(email, now=now)
    if row is None or (wants_long and not row.is_long):
        until = now + CODE_LIFETIME
        return LoginCode.objects.create(email=email, is_long=wants_long, created_at=now, expires_at=until)
    _prolong(row, now=now)
    return row


def prolong_code(*, email: str, now: datetime) -> None:
    """Have the code that was asked for last, if it is unused, work for ten minutes more."""
    with transaction.atomic():
        _lock(email)
        row = _last_unused(email, now=now)
        if row is not None:
            _prolong(row, now=now)


def code_of(row: LoginCode) -> str:
    """Return the code to mail: six digits, or `K7QF-2M9X`. It is drawn at the first time."""
    if not row.seed:
        row.seed = secrets.token_hex(16)
        row.save(update_fields=["seed"])
    return as_mailed(row)


def use_code(*, email: str, code: str, takes_short: bool, now: datetime) -> str:
    """Use the inbox's codes up by one that is right, and return the address it was asked for with.

    A wrong one is counted, also for an address that is nobody's, for which a row is written too.
    `takes_short` is whether a short one may be right. Raises WrongCode.
    """
    with transaction.atomic():
        # All are locked, in order: whoever tries at the same time sees this try.
        rows = list(
            LoginCode.objects.select_for_update()
            .filter(email__iexact=email, used_at=None, expires_at__gt=now)
            .order_by("id")
        )
        if takes_short and any(not row.is_long for row in rows):
            takes_short = wrong_tries(email=email, now=now) < WRONG_BEFORE_VOID
        right = [row for row in rows if (row.is_long or takes_short) and is_right(code, row)]
        if right:
            LoginCode.objects.filter(pk__in=[row.pk for row in rows]).update(used_at=now)
        else:
            _count_wrong(rows)
    # Raised outside the transaction, which must keep the count.
    if not right:
        raise WrongCode
    return str(right[-1].email)


def _lock(email: str) -> None:
    lock("login codes", address_key(email))


def _last_unused(email: str, *, now: datetime) -> LoginCode | None:
    rows = LoginCode.objects.filter(email__iexact=email, created_at__gt=now - MAILED_AGAIN_FOR)
    last = rows.order_by("id").last()
    return last if last is not None and last.used_at is None else None


def _prolong(row: LoginCode, *, now: datetime) -> None:
    row.expires_at = max(row.expires_at, now + CODE_LIFETIME)
    row.save(update_fields=["expires_at"])


def _count_wrong(rows: Sequence[LoginCode]) -> None:
    if rows and rows[-1].tries < MOST_COUNTED:
        rows[-1].tries += 1
        rows[-1].save(update_fields=["tries"])
