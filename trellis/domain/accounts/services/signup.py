"""How somebody signs up: an account with a password, and a mail that proves its address."""

from datetime import datetime

from django.db import IntegrityError, transaction

from trellis.domain.accounts import events
from trellis.domain.accounts.models import User
from trellis.domain.accounts.refusals import InvalidAccount
from trellis.domain.accounts.services.accounts import refuse_weak_password, save_under_free_name, taken
from trellis.domain.accounts.services.addresses import send_verification
from trellis.domain.accounts.services.attempts import count_sign_up


def sign_up(
    *,
    email: str,
    password: str,
    first_name: str,
    last_name: str = "",
    referral_code: str = "",
    address: str,
    now: datetime,
) -> User:
    """Create an account, and send a mail to verify its address; nobody is signed in by it.

    It is called what its address is called, and counts for whoever has the referral code. `address` is the
    caller's network address. Raises InvalidAccount for a weak password, an unknown code, and an e-mail
    address that is taken, also when two ask for it at once; TooMany, for so it is found out who is here.
    """
    count_sign_up(email=email, address=address)
    user = User(email=email, first_name=first_name, last_name=last_name, referred_by=_referrer(referral_code))
    refuse_weak_password(password, user)
    user.set_password(password)
    try:
        with transaction.atomic():
            save_under_free_name(user)
            events.user_registered.publish(actor_id=user.pk, subject=user, data={}, now=now)
            send_verification(user=user, now=now)
    except IntegrityError as error:
        raise InvalidAccount(taken(error)) from None
    return user


def _referrer(code: str) -> User | None:
    """Return whose code this is; raise InvalidAccount for nobody's."""
    if not code:
        return None
    referrer = User.objects.filter(referral_code=code.upper(), is_active=True).first()
    if referrer is None:
        raise InvalidAccount({"referral_code": ["Nobody has this referral code."]})
    return referrer
