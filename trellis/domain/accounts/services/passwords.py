"""How a password is replaced: by who knows it, or by who gets mail at the account's address."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth import authenticate
from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare, salted_hmac

from trellis.core.links import link_to
from trellis.core.post import mail
from trellis.domain.accounts import events
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import account_with
from trellis.domain.accounts.refusals import InvalidReset, WrongPassword
from trellis.domain.accounts.rules import SignedInBy
from trellis.domain.accounts.services.accounts import keep_password, refuse_weak_password
from trellis.domain.accounts.services.addresses import mark_verified
from trellis.domain.accounts.services.attempts import count_reset
from trellis.domain.accounts.services.tokens import TokenPair, issue_pair

_RESET_SALT = "accounts.reset-password"


def change_password(*, user: User, old: str, new: str, address: str, now: datetime) -> TokenPair:
    """Set another password, end everything that was signed in, and return a new pair for who asks.

    `address` is the caller's network address. Raises WrongPassword where `old` is not the password,
    InvalidAccount for a weak one, and TooMany: it counts as a try to sign in.
    """
    if not isinstance(authenticate(username=user.email, password=old, address=address), User):
        raise WrongPassword
    refuse_weak_password(new, user, field="new_password")
    user.set_password(new)
    with transaction.atomic():
        keep_password(user=user, now=now)
        events.password_changed.publish(actor_id=user.pk, subject=user, data={}, now=now)
        return issue_pair(user=user, by=SignedInBy.PASSWORD, now=now)


def mail_reset(*, email: str, address: str, now: datetime) -> None:
    """Mail a link by which to choose a new password, if an account has this address; tell nobody whether.

    Staff get none: what only they may do, no mail may open (docs/decisions/staff.md). Raises TooMany,
    whether or not there is an account.
    """
    count_reset(email=email, address=address)
    user = account_with(email)
    if user is None or not _may_reset(user):
        return
    token = signing.dumps({"user": user.pk, "mark": _mark_of(user)}, salt=_RESET_SALT)
    context = {
        "name": user.first_name or user.username,
        "token": token,
        "link": link_to("web:reset-password", query={"token": token}),
        "minutes": int(settings.PASSWORD_RESET_LIFETIME.total_seconds() // 60),
    }
    with transaction.atomic():
        mail.send(
            to=user.email,
            subject="Choose a new password",
            text=render_to_string("accounts/reset_password.txt", context),
            html=render_to_string("accounts/reset_password.html", context),
            now=now,
        )


def reset_password(*, token: str, password: str, now: datetime) -> User:
    """Set the password that whoever got the mail has chosen; end everything that was signed in.

    Every other link that was mailed is dead by it, and the address is proven. Raises InvalidReset for a token
    that is no good, whatever is wrong with it, and InvalidAccount for a weak password.
    """
    with transaction.atomic():
        user = _owner_of(token, is_locked=True)
        refuse_weak_password(password, user)
        user.set_password(password)
        keep_password(user=user, now=now)
        events.password_changed.publish(actor_id=user.pk, subject=user, data={}, now=now)
        if user.email_verified_at is None:
            user.new_email = ""  # whoever asked for that may be a stranger
            mark_verified(user, also=("new_email",), now=now)
    return user


def refuse_dead_reset(*, token: str) -> None:
    """Raise InvalidReset for a token with which no password can be chosen, whatever is wrong with it."""
    _owner_of(token)


def _owner_of(token: str, *, is_locked: bool = False) -> User:
    """Return the account of a token that is still good; raise InvalidReset."""
    try:
        claims = signing.loads(token, salt=_RESET_SALT, max_age=settings.PASSWORD_RESET_LIFETIME)
        user_id, mark = claims["user"], claims["mark"]
    # Half a character has no bytes that could have been signed.
    except (signing.BadSignature, UnicodeEncodeError, KeyError, TypeError):
        raise InvalidReset from None
    if type(user_id) is not int or not isinstance(mark, str):
        raise InvalidReset
    accounts = User.objects.select_for_update() if is_locked else User.objects.all()
    user = accounts.filter(pk=user_id).first()
    if user is None or not _may_reset(user) or not constant_time_compare(mark, _mark_of(user)):
        raise InvalidReset
    return user


def _may_reset(user: User) -> bool:
    return user.is_active and not user.is_staff


def _mark_of(user: User) -> str:
    # Another password, ended sessions or another address: what any of them changes, a link does not outlive.
    return salted_hmac(_RESET_SALT, f"{user.get_session_auth_hash()}{user.email}").hexdigest()
