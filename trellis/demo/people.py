"""Accounts of the demo world, as rows."""

from datetime import UTC, date, datetime, timedelta

from django.contrib.auth.hashers import make_password

from trellis.demo.accounts import ACCOUNTS, DEMO_PASSWORD, DemoAccount, is_onboarded
from trellis.demo.pictures import portrait
from trellis.domain.accounts.models import User

_JOINED = datetime(2024, 1, 1, tzinfo=UTC)
# What talent-pool-api.md prints of these four: (gender, birth date, phone number).
_PRINTED = {
    "coach_mike": ("male", date(1989, 5, 10), "+1234567892"),
    "john_talent": ("male", date(1999, 3, 15), "+1234567890"),
    "jane_talent": ("female", date(2001, 7, 20), "+1234567891"),
    "alex_talent": ("male", date(2002, 11, 8), "+1234567893"),
}


def load_accounts() -> None:
    """Create the accounts that are missing."""
    there = set(User.objects.values_list("email", flat=True))
    missing = [account for account in ACCOUNTS if account.email not in there]
    if not missing:
        return
    # One hash for all: they share the published password, and hashing is slow on purpose.
    password = make_password(DEMO_PASSWORD)
    User.objects.bulk_create(_user(account, password) for account in missing)


def _user(account: DemoAccount, password: str) -> User:
    first, _, last = account.full_name.partition(" ")
    gender, birth_date, phone_number = _PRINTED.get(account.username, ("", None, ""))
    if account.username == "mina":
        birth_date = _fifteen_years_ago()
    is_admin = account.username == "admin"
    return User(
        id=account.id,
        email=account.email,
        username=account.username,
        password=password,
        first_name=first,
        last_name=last,
        gender=gender,
        birth_date=birth_date,
        phone_number=phone_number,
        is_staff=is_admin,
        is_superuser=is_admin,
        journey=account.journey,
        onboarding_completed=is_onboarded(account),
        date_joined=_JOINED,
        email_verified_at=_JOINED,
        timezone="America/New_York" if account.username == "sarahj" else "UTC",
        timezone_chosen=account.username == "sarahj",
        avatar=portrait(
            name=f"avatars/{account.username}.jpg",
            initials=first[0] + last[0],
            number=account.id,
        ),
    )


def _fifteen_years_ago() -> date:
    """Return when somebody was born who is 15 on the day of the start, and for half a year from then."""
    today = datetime.now(UTC).date()
    return today - timedelta(days=round(15.5 * 365.25))
