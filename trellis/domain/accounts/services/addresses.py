"""How an account's e-mail address is proven: by the link in a mail, or by what else was sent to it."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string

from trellis.core.links import link_to
from trellis.core.post import mail
from trellis.core.writing.addresses import is_same_address
from trellis.domain.accounts import events
from trellis.domain.accounts.models import User
from trellis.domain.accounts.refusals import InvalidVerification
from trellis.domain.accounts.services.attempts import count_verification
from trellis.domain.accounts.services.tokens import revoke_all

_VERIFICATION_SALT = "accounts.verify-email"


def send_verification(*, user: User, now: datetime) -> None:
    """Mail the link that proves the account's e-mail address; must be called in a transaction."""
    token = signing.dumps({"user": user.pk, "email": user.email}, salt=_VERIFICATION_SALT)
    context = {
        "name": user.first_name or user.username,
        "token": token,
        "link": link_to("web:verify-email", query={"token": token}),
        "days": settings.EMAIL_VERIFICATION_LIFETIME.days,
    }
    mail.send(
        to=user.email,
        subject="Please confirm your e-mail address",
        text=render_to_string("accounts/verify_email.txt", context),
        html=render_to_string("accounts/verify_email.html", context),
        now=now,
    )


def resend_verification(*, email: str, now: datetime) -> None:
    """Mail the link again, if an account with this address waits for it; say nothing if not.

    Raises TooMany, whether or not there is an account.
    """
    count_verification(email=email)
    user = User.objects.filter(email__iexact=email, is_active=True, email_verified_at=None).first()
    if user is not None:
        with transaction.atomic():
            send_verification(user=user, now=now)


def verify_email(*, token: str, now: datetime) -> User:
    """Mark the address that the token was sent to as verified; doing it again changes nothing."""
    user_id, email = _read_verification(token)
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
        if user is None or not is_same_address(user.email, email):
            raise InvalidVerification
        if user.email_verified_at is None:
            user.email_verified_at = now
            user.save(update_fields=["email_verified_at"])
            events.email_verified.publish(actor_id=user.pk, subject=user, data={}, now=now)
    return user


def prove_address(*, user: User, now: datetime) -> None:
    """Mark the address as verified, and shut out whoever registered it without owning it.

    A password and sessions from before the proof may be a stranger's, who waits for the owner. Must be
    called in a transaction.
    """
    if user.email_verified_at is not None:
        return
    user.email_verified_at = now
    user.set_unusable_password()
    user.save(update_fields=["email_verified_at", "password"])
    revoke_all(user=user, now=now)
    events.email_verified.publish(actor_id=user.pk, subject=user, data={}, now=now)


def _read_verification(token: str) -> tuple[int, str]:
    """Return the account and the address that the token speaks of; raise InvalidVerification."""
    try:
        claims = signing.loads(token, salt=_VERIFICATION_SALT, max_age=settings.EMAIL_VERIFICATION_LIFETIME)
        user_id, email = claims["user"], claims["email"]
    # Half a character has no bytes that could have been signed.
    except (signing.BadSignature, UnicodeEncodeError, KeyError, TypeError):
        raise InvalidVerification from None
    if type(user_id) is not int or not isinstance(email, str):
        raise InvalidVerification
    return user_id, email
