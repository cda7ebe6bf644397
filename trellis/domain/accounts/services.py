"""What can happen to an account: registering, signing in, proving an e-mail address."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.models import update_last_login
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from trellis.core.db.errors import constraint_of
from trellis.core.links import link_to
from trellis.core.post import mail
from trellis.domain.accounts import events
from trellis.domain.accounts.attempts import count_verification
from trellis.domain.accounts.known_browsers import KnownBrowser
from trellis.domain.accounts.models import SignedInBy, User
from trellis.domain.accounts.refusals import InvalidAccount, InvalidVerification, WrongCredentials
from trellis.domain.accounts.tokens import TokenPair, issue_pair

_VERIFICATION_SALT = "accounts.verify-email"


def register(
    *, email: str, password: str, full_name: str, username: str, journey: str, now: datetime
) -> TokenPair:
    """Create an account, sign it in, and send a mail to verify its address.

    Raises InvalidAccount for a weak password and for an e-mail address or username that is taken,
    also when two ask for it at once: the unique constraints decide.
    """
    first_name, _, last_name = full_name.strip().partition(" ")
    user = User(
        email=User.objects.normalize_email(email),
        username=username,
        first_name=first_name,
        last_name=last_name.strip(),
        journey=journey,
    )
    _refuse_weak_password(password, user)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            events.user_registered.publish(actor_id=user.pk, subject=user, data={}, now=now)
            send_verification(user=user, now=now)
            return issue_pair(user=user, by=SignedInBy.PASSWORD, now=now)
    except IntegrityError as error:
        raise InvalidAccount(_taken(error)) from None


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
    update_last_login(User, user)
    return issue_pair(user=user, by=SignedInBy.PASSWORD, now=now)


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
        if user is None or user.email != email:
            raise InvalidVerification
        if user.email_verified_at is None:
            user.email_verified_at = now
            user.save(update_fields=["email_verified_at"])
            events.email_verified.publish(actor_id=user.pk, subject=user, data={}, now=now)
    return user


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


def _refuse_weak_password(password: str, user: User) -> None:
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise InvalidAccount({"password": error.messages}) from None


def _taken(error: IntegrityError) -> dict[str, list[str]]:
    """Return which field another account already holds, from the constraint that said so."""
    if constraint_of(error) == "user_email_unique_any_case":
        return {"email": ["An account with this e-mail address already exists."]}
    return {"username": ["This username is already taken."]}
