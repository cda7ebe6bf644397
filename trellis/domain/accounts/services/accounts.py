"""What can happen to an account: it is made, signed in with its password, given another one."""

import re
import secrets
from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.models import update_last_login
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from trellis.core.db.errors import constraint_of
from trellis.domain.accounts import events
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import account_with
from trellis.domain.accounts.refusals import InvalidAccount, WrongCredentials
from trellis.domain.accounts.rules import (
    ADDRESS_IS_TAKEN,
    NAME_IS_OURS,
    USERNAME_LENGTH,
    KnownBrowser,
    SignedInBy,
    is_reserved,
    parted,
)
from trellis.domain.accounts.services.addresses import send_verification
from trellis.domain.accounts.services.tokens import TokenPair, issue_pair, revoke_all

_NOT_IN_A_USERNAME = re.compile(r"[^\w.@+-]")
_LONGEST_BASE = 130
_USERNAME_IS_TAKEN = ("user_username_unique_any_case", "accounts_user_username_key")


def register(
    *, email: str, password: str, full_name: str, username: str, journey: str, now: datetime
) -> TokenPair:
    """Create an account, sign it in, and send a mail to verify its address.

    Raises InvalidAccount for a weak password, for a username that is a name of ours, and for an e-mail
    address or username that is taken, also when two ask for it at once: the unique constraints decide.
    """
    if is_reserved(username):
        raise InvalidAccount({"username": [NAME_IS_OURS]})
    first_name, last_name = parted(full_name)
    user = User(email=email, username=username, first_name=first_name, last_name=last_name, journey=journey)
    refuse_weak_password(password, user)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            events.user_registered.publish(actor_id=user.pk, subject=user, data={}, now=now)
            send_verification(user=user, now=now)
            return issue_pair(user=user, by=SignedInBy.PASSWORD, now=now)
    except IntegrityError as error:
        raise InvalidAccount(taken(error)) from None


def sign_in(
    *, email: str, password: str, address: str, known: KnownBrowser | None = None, now: datetime
) -> TokenPair:
    """Return a new pair of tokens for the account with this e-mail address and password.

    `address` is the caller's network address, `known` what their browser remembers of who has signed in
    there. Raises WrongCredentials, or TooMany, which the backend counts. An unknown address costs as much
    time as a wrong password.
    """
    user = authenticate(username=email, password=password, address=address, known=known)
    if not isinstance(user, User):
        raise WrongCredentials
    with transaction.atomic():
        update_last_login(User, user)
        return issue_pair(user=user, by=SignedInBy.PASSWORD, now=now)


def open_account(
    *, email: str, first_name: str, last_name: str, phone_number: str, data: events.Registered, now: datetime
) -> tuple[User, bool]:
    """Return a new account without a password, whose address is taken as verified, and that it is new.

    It is called what its address is called. Where somebody registers with the address at this very moment,
    it is their account, which is not new. `data` says where it comes from. Must be called in a transaction.
    """
    user = User(
        email=email,
        first_name=first_name,
        last_name=last_name,
        phone_number=phone_number,
        email_verified_at=now,
    )
    user.set_unusable_password()
    try:
        save_under_free_name(user)
    except IntegrityError:
        registered = account_with(email)
        if registered is None:
            raise
        return registered, False
    events.user_registered.publish(actor_id=user.pk, subject=user, data=data, now=now)
    return user, True


def save_under_free_name(user: User) -> None:
    """Save a new account, called what its address is called, or like it where somebody is called so.

    Raises IntegrityError for an address that is taken. Must be called in a transaction.
    """
    for username in _usernames(user.email):
        user.username = username
        try:
            with transaction.atomic():
                user.save(force_insert=True)
            return
        except IntegrityError as error:
            if constraint_of(error) not in _USERNAME_IS_TAKEN:
                raise


def keep_password(*, user: User, now: datetime) -> None:
    """Keep the password that was set on `user`, and end every session that the old one opened."""
    with transaction.atomic():
        # Alone: a whole stale row would bring ended sessions back to life.
        user.save(update_fields=["password"])
        revoke_all(user=user, now=now)


def refuse_weak_password(password: str, user: User, *, field: str = "password") -> None:
    """Raise InvalidAccount, at `field`, for one that Django's rules do not take of this account."""
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise InvalidAccount({field: error.messages}) from None


def taken(error: IntegrityError) -> dict[str, list[str]]:
    """Return which field another account already holds, from the constraint that said so."""
    if constraint_of(error) == "user_email_unique_any_case":
        return {"email": [ADDRESS_IS_TAKEN]}
    return {"username": ["This username is already taken."]}


def _usernames(email: str) -> Iterator[str]:
    """Yield what the account may be called: the address's own name, then that with something drawn."""
    own = _NOT_IN_A_USERNAME.sub("", email.partition("@")[0])[:_LONGEST_BASE]
    if len(own) >= USERNAME_LENGTH.least and not is_reserved(own):
        yield own
    while True:
        yield f"{own or 'member'}-{secrets.token_hex(4)}"
