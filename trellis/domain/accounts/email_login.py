"""Signing in with an e-mail address alone, or with a code sent to it; the first time makes the account.

The Mansa document gives tokens for an address. In production that needs a code, unless the operator
opens the contract (docs/decisions/open-contract.md).
"""

import re
import secrets
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import update_last_login
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from trellis.core.db.errors import constraint_of, retried_once
from trellis.core.tasks import enqueue
from trellis.core.throttling import TooMany
from trellis.domain.accounts import events
from trellis.domain.accounts.attempts import count_code_request, count_code_try, takes_short_codes
from trellis.domain.accounts.known_browsers import KnownBrowser
from trellis.domain.accounts.login_codes import open_code, prolong_code, use_code
from trellis.domain.accounts.models import Member, SignedInBy, User
from trellis.domain.accounts.refusals import CodeNeeded, UnknownEmail, WrongCode
from trellis.domain.accounts.tasks import send_login_code
from trellis.domain.accounts.tokens import TokenPair, issue_pair, revoke_all

_NOT_IN_A_USERNAME = re.compile(r"[^\w.@+-]")
_LONGEST_BASE = 130
_USERNAME_IS_TAKEN = ("user_username_unique_any_case", "accounts_user_username_key")


def log_in(*, email: str, now: datetime) -> TokenPair:
    """Return tokens for whoever has this address, with an account made of the directory if need be.

    Raises CodeNeeded where the contract is closed, and in production for staff in any case; raises
    UnknownEmail also for an account that is disabled.
    """
    if not settings.TRELLIS_OPEN_CONTRACT:
        raise CodeNeeded
    return _sign_in(_clean(email), by=SignedInBy.ADDRESS, now=now)


def request_code(
    *, email: str, address: str | None = None, known: KnownBrowser | None = None, now: datetime
) -> None:
    """Have a code mailed to this address if it is somebody's, and tell nobody whether it is.

    `address` is the caller's network address, if there is one, `known` what their browser remembers. Raises
    TooMany, and then the code that was mailed last works on; UnknownEmail only for what is no e-mail
    address at all.
    """
    email = _clean(email)
    try:
        count_code_request(email=email, address=address, known=known)
    except TooMany:
        prolong_code(email=email, now=now)
        raise
    wants_long = not takes_short_codes(address=address)
    with transaction.atomic():
        row = open_code(email=email, wants_long=wants_long, now=now)
        enqueue(send_login_code, login_code_id=row.pk)


def verify_code(*, email: str, code: str, address: str | None = None, now: datetime) -> TokenPair:
    """Return tokens for the code that was mailed; it works once, and proves the account's address.

    Raises WrongCode, or TooMany for one wrong code too many from this network address.
    """
    attempt = count_code_try(address=address)
    try:
        takes_short = attempt.takes_short_codes
        asked_with = use_code(email=_clean(email), code=code, takes_short=takes_short, now=now)
        pair = _sign_in(asked_with, by=SignedInBy.CODE, now=now)
    except (UnknownEmail, WrongCode):
        attempt.refuse_if_over()
        raise WrongCode from None
    attempt.succeeded()
    return pair


@retried_once
def _sign_in(email: str, *, by: SignedInBy, now: datetime) -> TokenPair:
    is_proven = by is SignedInBy.CODE
    with transaction.atomic():
        user = _account_with(email) or _first_login(email, now=now)
        if not user.is_active:
            raise UnknownEmail
        if user.is_staff and settings.IS_PRODUCTION and not is_proven:
            raise CodeNeeded
        _link(user)
        if is_proven:
            _prove_address(user, now=now)
        update_last_login(User, user)
        return issue_pair(user=user, by=by, now=now)


def _account_with(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()


def _first_login(email: str, *, now: datetime) -> User:
    """Return a new account for the member; the row's lock lets one of many at once make it."""
    member = Member.objects.select_for_update().filter(email__iexact=email, is_active=True).first()
    if member is None:
        raise UnknownEmail
    made_meanwhile = _account_with(email)
    if made_meanwhile is not None:
        return made_meanwhile
    # A linked row whose account has another address by now: it is that address that signs in. Else
    # whoever edits the directory could hand out accounts.
    if member.user_id is not None:
        raise UnknownEmail
    return _account_for(member, now=now)


def _account_for(member: Member, *, now: datetime) -> User:
    user = User(
        email=User.objects.normalize_email(member.email),
        first_name=member.first_name,
        last_name=member.last_name,
        phone_number=member.phone,
        email_verified_at=now,
    )
    user.set_unusable_password()
    for user.username in _usernames(member.email):
        try:
            with transaction.atomic():
                user.save(force_insert=True)
            break
        except IntegrityError as error:
            if constraint_of(error) in _USERNAME_IS_TAKEN:
                continue
            # Registered by password at this very moment.
            registered = _account_with(member.email)
            if registered is None:
                raise
            return registered
    events.user_registered.publish(actor_id=user.pk, subject=user, data={"from": "members"}, now=now)
    return user


def _usernames(email: str) -> Iterator[str]:
    """Yield what the account may be called: the address's own name, then that with something drawn."""
    own = _NOT_IN_A_USERNAME.sub("", email.partition("@")[0])[:_LONGEST_BASE]
    if len(own) >= 3:
        yield own
    while True:
        yield f"{own or 'member'}-{secrets.token_hex(4)}"


def _link(user: User) -> None:
    """Link the account to the directory's row with its address, unless it has one."""
    if not Member.objects.filter(user=user).exists():
        Member.objects.filter(email__iexact=user.email, user=None).update(user=user)


def _prove_address(user: User, *, now: datetime) -> None:
    """Mark the address as verified, and shut out whoever registered it without owning it.

    A password and sessions from before the proof may be a stranger's, who waits for the owner.
    """
    if user.email_verified_at is not None:
        return
    user.email_verified_at = now
    user.set_unusable_password()
    user.save(update_fields=["email_verified_at", "password"])
    revoke_all(user=user, now=now)
    events.email_verified.publish(actor_id=user.pk, subject=user, data={}, now=now)


def _clean(email: str) -> str:
    """Return the address as typed, less spaces; raise UnknownEmail for what no row can hold."""
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError:
        raise UnknownEmail from None
    # Half a surrogate pair passes as part of a domain, and cannot be stored.
    if not email.isprintable():
        raise UnknownEmail
    return email
