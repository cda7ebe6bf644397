"""What holds of every account, whichever door or page it is written through or signed in by."""

import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac

from trellis.core.limits import Between
from trellis.core.links import words_of_addresses
from trellis.core.writing.addresses import address_key

if TYPE_CHECKING:
    from trellis.domain.accounts.models import User

# Lengths count characters.
LONGEST_EMAIL = 254
LONGEST_PASSWORD = 128  # longer ones cost time to check, and are nobody's
USERNAME_LENGTH = Between(3, 150)
LONGEST_NAME_PART = 150  # of a first and of a last name
LONGEST_FULL_NAME = 200
LONGEST_PHONE = 20
LONGEST_GENDER = 20
LONGEST_BIO = 5000
LONGEST_PLACE = 200  # of a city, of a country
LATITUDES = Between(-90, 90)  # degrees
LONGITUDES = Between(-180, 180)
LONGEST_ZONE_NAME = 64
LONGEST_REFRESH_TOKEN = 1000
REFERRAL_CODE_LENGTH = 12
LONGEST_FEEDBACK = 5000
RATING = Between(1, 5)
LONGEST_MAILED_TOKEN = 1000

# How access tokens are signed, and by whom.
ALGORITHM = "HS256"
ISSUER = "trellis"

# Within which a refresh token that comes again may come from another tab of the same person.
TWO_TABS = timedelta(seconds=10)

MOST_ACCOUNTS = 5  # that a browser is known for

# Files of the time zone database that are no place: the machine's own zone, and how others are made.
_NO_PLACES = frozenset({"Factory", "leapseconds", "localtime", "posixrules", "tzdata.zi"})

# Beside the words of our addresses (core/links.py): what sounds like us, and what programs mean by it.
_NAMES_OF_OURS = frozenset(
    {
        *("me", "create", "share", "verify", "admin", "api", "p", "u", "www", "static", "assets", "root"),
        *("login", "logout", "signin", "signup", "sign-up", "register", "account", "accounts", "settings"),
        *("about", "contact", "help", "support", "security", "privacy", "terms", "legal", "abuse", "trellis"),
        *(
            "administrator",
            "moderator",
            "staff",
            "system",
            "webmaster",
            "postmaster",
            "hostmaster",
            "noreply",
        ),
        *("no-reply", "portfolio", "resume", "search", "new", "edit", "delete", "null", "none", "undefined"),
        *("anonymous", "nobody", "everybody", "all", "home", "index", ".well-known", "well-known"),
    }
)
NAME_IS_OURS = "This is the name of one of our own addresses."
ADDRESS_IS_TAKEN = "An account with this e-mail address already exists."
NOT_A_TIMEZONE = "This is not the name of a timezone, like Europe/London."


class Journey(models.TextChoices):
    """Where somebody stands on their way; `user_type` in soosh-api.md."""

    BEGINNER = "beginner"
    MID_LEVEL = "mid_level"
    EXPERIENCED = "experienced"
    STAY_AT_HOME = "stay_at_home"
    DISABLED = "disabled"


# Who goes so far may give, too, what they learn.
MENTORING = (Journey.MID_LEVEL, Journey.EXPERIENCED)


class Mode(models.TextChoices):
    """Which side of learning somebody is shown; it opens and closes nothing."""

    LEARNER = "learner"
    MENTOR = "mentor"


class SignedInBy(models.TextChoices):
    """How somebody has shown who they are. An address shows nothing; development takes it all the same."""

    PASSWORD = "password"  # noqa: S105  (a word, nobody's own)
    CODE = "code"
    ADDRESS = "address"
    PROVIDER = "provider"


@cache
def zone_names() -> frozenset[str]:
    """Return the names of the timezones that a person can mean."""
    return frozenset(available_timezones() - _NO_PLACES)


def is_zone(name: str) -> bool:
    """Tell whether this is the IANA name of a timezone that a person can mean."""
    return name in zone_names()


def is_reserved(name: str) -> bool:
    """Tell whether this is a name of ours, whatever its case, by which nobody is to be called."""
    return name.casefold() in _NAMES_OF_OURS or name.casefold() in words_of_addresses()


def refuse_no_zone(name: str) -> None:
    """Raise ValidationError for what is not the name of a timezone."""
    if not is_zone(name):
        raise ValidationError(NOT_A_TIMEZONE, code="unknown")


def folded(email: str) -> str:
    """Return under which key an address is counted that may be nobody's."""
    return address_key(email)[:100]


def parted(full_name: str) -> tuple[str, str]:
    """Return the first word of a name, and the rest of it."""
    first, _, rest = " ".join(full_name.split()).partition(" ")
    return first, rest


def normal_form(password: str) -> str:
    """Return the password as it is hashed and judged: keyboards write one letter in several ways."""
    return unicodedata.normalize("NFKC", password)


@dataclass(frozen=True)
class KnownBrowser:
    """A browser's own id, and a mark for each account, by its public id, that has signed in there.

    What strangers do is not counted against them. Knowing an account opens nothing; it is only counted
    apart. docs/decisions/guessing.md says why.
    """

    id: str = field(default_factory=lambda: secrets.token_hex(16))
    marks: Mapping[str, str] = field(default_factory=dict)

    def knows(self, user: "User") -> bool:
        """Return whether the account has signed in here, and has the same password and sessions since."""
        return constant_time_compare(self.marks.get(str(user.public_id), ""), _mark_of(user))

    def knowing(self, user: "User") -> "KnownBrowser":
        """Return the browser after the account has signed in; of too many it forgets the oldest."""
        others = {each: mark for each, mark in self.marks.items() if each != str(user.public_id)}
        latest = [*others.items(), (str(user.public_id), _mark_of(user))][-MOST_ACCOUNTS:]
        return KnownBrowser(self.id, dict(latest))


def _mark_of(user: "User") -> str:
    # What ends sessions, a new password for one, ends this too.
    return salted_hmac("accounts.known-browser", user.get_session_auth_hash()).hexdigest()[:32]
