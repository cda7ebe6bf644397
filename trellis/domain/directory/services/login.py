"""Signing in with an e-mail address alone, or with a code sent to it; the first time makes the account.

The Mansa document gives tokens for an address. In production that needs a code, unless the operator
opens the contract (docs/decisions/open-contract.md).
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import update_last_login
from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.core.tasks import enqueue
from trellis.core.throttling import TooMany
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import account_with
from trellis.domain.accounts.rules import KnownBrowser, SignedInBy
from trellis.domain.accounts.services.accounts import open_account
from trellis.domain.accounts.services.addresses import prove_address
from trellis.domain.accounts.services.tokens import TokenPair, issue_pair
from trellis.domain.directory.models import DirectoryEntry
from trellis.domain.directory.refusals import CodeNeeded, NoAddress, UnknownEmail, WrongCode
from trellis.domain.directory.rules.entries import address_in
from trellis.domain.directory.services.attempts import count_code_request, count_code_try, takes_short_codes
from trellis.domain.directory.services.codes import open_code, prolong_code, use_code
from trellis.domain.directory.tasks import send_login_code


def log_in_or_mail_code(
    *, email: str, address: str | None = None, known: KnownBrowser | None = None, now: datetime
) -> TokenPair | None:
    """Return tokens for whoever has this address; where that takes a code, have it mailed and return None.

    Raises UnknownEmail as `log_in` does, and NoAddress and TooMany as `request_code` does.
    """
    try:
        return log_in(email=email, now=now)
    except CodeNeeded:
        request_code(email=email, address=address, known=known, now=now)
        return None


def log_in(*, email: str, now: datetime) -> TokenPair:
    """Return tokens for whoever has this address, with an account made of the directory if need be.

    Raises CodeNeeded where the contract is closed, and in production for staff in any case; raises
    UnknownEmail also for an account that is disabled.
    """
    if not settings.TRELLIS_OPEN_CONTRACT:
        raise CodeNeeded
    return _sign_in(_address(email), by=SignedInBy.ADDRESS, now=now)


def request_code(
    *, email: str, address: str | None = None, known: KnownBrowser | None = None, now: datetime
) -> None:
    """Have a code mailed to this address if it is somebody's, and tell nobody whether it is.

    `address` is the caller's network address, if there is one, `known` what their browser remembers. Raises
    TooMany, and then the code that was mailed last works on; NoAddress for what is no e-mail address at all.
    """
    inbox = address_in(email)
    if inbox is None:
        raise NoAddress
    try:
        count_code_request(email=inbox, address=address, known=known)
    except TooMany:
        prolong_code(email=inbox, now=now)
        raise
    wants_long = not takes_short_codes(address=address)
    with transaction.atomic():
        row = open_code(email=inbox, wants_long=wants_long, now=now)
        enqueue(send_login_code, login_code_id=row.pk)


def verify_code(*, email: str, code: str, address: str | None = None, now: datetime) -> TokenPair:
    """Return tokens for the code that was mailed; it works once, and proves the account's address.

    Raises WrongCode, or TooMany for one wrong code too many from this network address.
    """
    attempt = count_code_try(address=address)
    try:
        takes_short = attempt.takes_short_codes
        asked_with = use_code(email=_address(email), code=code, takes_short=takes_short, now=now)
        pair = _sign_in(asked_with, by=SignedInBy.CODE, now=now)
    except (UnknownEmail, WrongCode):
        attempt.refuse_if_over()
        raise WrongCode from None
    attempt.succeeded()
    return pair


def _address(email: str) -> str:
    """Return the address that was typed; what is none is nobody's."""
    address = address_in(email)
    if address is None:
        raise UnknownEmail
    return address


@retried_once
def _sign_in(email: str, *, by: SignedInBy, now: datetime) -> TokenPair:
    is_proven = by is SignedInBy.CODE
    with transaction.atomic():
        user = account_with(email) or _first_login(email, now=now)
        if not user.is_active:
            raise UnknownEmail
        if user.is_staff and settings.IS_PRODUCTION and not is_proven:
            raise CodeNeeded
        _link(user)
        if is_proven:
            prove_address(user=user, now=now)
        update_last_login(User, user)
        return issue_pair(user=user, by=by, now=now)


def _first_login(email: str, *, now: datetime) -> User:
    """Return a new account for whom the entry names; the row's lock lets one of many at once make it."""
    entry = DirectoryEntry.objects.select_for_update().filter(email__iexact=email, is_active=True).first()
    if entry is None:
        raise UnknownEmail
    made_meanwhile = account_with(email)
    if made_meanwhile is not None:
        return made_meanwhile
    # A linked row whose account has another address by now: it is that address that signs in. Else
    # whoever edits the directory could hand out accounts.
    if entry.user_id is not None:
        raise UnknownEmail
    user, _ = open_account(
        email=entry.email,
        first_name=entry.first_name,
        last_name=entry.last_name,
        phone_number=entry.phone,
        data={"from": "members"},
        now=now,
    )
    return user


def _link(user: User) -> None:
    """Link the account to the directory's row with its address, unless it has one."""
    if not DirectoryEntry.objects.filter(user=user).exists():
        DirectoryEntry.objects.filter(email__iexact=user.email, user=None).update(user=user)
