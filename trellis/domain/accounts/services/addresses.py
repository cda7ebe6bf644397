"""How an account's e-mail address is proven: by the link in a mail, or by what else was sent to it."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from trellis.core.links import link_to
from trellis.core.post import mail
from trellis.core.writing.addresses import is_same_address
from trellis.domain.accounts import events
from trellis.domain.accounts.models import User
from trellis.domain.accounts.refusals import InvalidAccount, InvalidVerification
from trellis.domain.accounts.rules import ADDRESS_IS_TAKEN
from trellis.domain.accounts.services.attempts import count_address_change, count_verification
from trellis.domain.accounts.services.tokens import revoke_all

_VERIFICATION_SALT = "accounts.verify-email"


def send_verification(*, user: User, email: str = "", now: datetime) -> None:
    """Mail the link that proves an e-mail address, the account's own or the one that it wants to have.

    Must be called in a transaction.
    """
    to = email or user.email
    token = signing.dumps({"user": user.pk, "email": to}, salt=_VERIFICATION_SALT)
    context = {
        "name": user.first_name or user.username,
        "token": token,
        "link": link_to("web:verify-email", query={"token": token}),
        "days": settings.EMAIL_VERIFICATION_LIFETIME.days,
    }
    mail.send(
        to=to,
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


def refuse_address(*, user: User, email: str) -> None:
    """Raise InvalidAccount for an address that is taken, and TooMany.

    Each try counts, so it must not be called in a transaction that a refusal undoes.
    """
    count_address_change(user=user, email=email)
    if User.objects.filter(email__iexact=email).exists():
        raise InvalidAccount({"email": [ADDRESS_IS_TAKEN]})


def ask_for_address(*, user: User, email: str, now: datetime) -> None:
    """Mail a link to an address that the account wants to have; it counts once the link is followed.

    Must be called in a transaction, after `refuse_address`.
    """
    user.new_email = email
    user.save(update_fields=["new_email"])
    send_verification(user=user, email=email, now=now)


def verify_email(*, token: str, now: datetime) -> User:
    """Mark the address that the token was sent to as verified; doing it again changes nothing.

    Where the account has asked for this address, it is its own from now on. Raises InvalidVerification.
    """
    user_id, email = _read_verification(token)
    try:
        with transaction.atomic():
            user = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
            if user is None:
                raise InvalidVerification
            if user.new_email and is_same_address(user.new_email, email):
                take_address(user=user, email=user.new_email, now=now)
            elif not is_same_address(user.email, email):
                raise InvalidVerification
            elif user.email_verified_at is None:
                mark_verified(user, now=now)
    except IntegrityError:  # somebody else has registered with the address meanwhile
        raise InvalidVerification from None
    return user


def take_address(*, user: User, email: str, now: datetime) -> None:
    """Give the account an address that was shown to be its owner's, and tell the former one.

    Raises IntegrityError for one that is taken. Must be called in a transaction.
    """
    former, user.email, user.new_email = user.email, email, ""
    mark_verified(user, also=("email", "new_email"), now=now)
    events.email_changed.publish(actor_id=user.pk, subject=user, data={}, now=now)
    mail.send(
        to=former,
        subject="Your e-mail address was changed",
        text=render_to_string("accounts/address_changed.txt", {"name": user.first_name or user.username}),
        now=now,
    )


def mark_verified(
    user: User, *, also: tuple[str, ...] = (), actor_id: int | None = None, now: datetime
) -> None:
    """Save that the account's address is its owner's, and the fields named in `also`; in a transaction.

    `actor_id` is who says so, the owner if it is left out.
    """
    user.email_verified_at = now
    user.save(update_fields=["email_verified_at", *also])
    events.email_verified.publish(actor_id=actor_id or user.pk, subject=user, data={}, now=now)


def prove_address(*, user: User, now: datetime) -> None:
    """Mark the address as verified, and shut out whoever registered it without owning it.

    A password, sessions and an address that is asked for from before the proof may be a stranger's, who
    waits for the owner. Must be called in a transaction.
    """
    if user.email_verified_at is not None:
        return
    user.set_unusable_password()
    user.new_email = ""
    mark_verified(user, also=("password", "new_email"), now=now)
    revoke_all(user=user, now=now)


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
