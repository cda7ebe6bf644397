"""Browsers in which somebody has signed in before: what strangers do is not counted against them.

Knowing an account opens nothing; it is only counted apart. docs/decisions/guessing.md says why.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.crypto import constant_time_compare, salted_hmac

from trellis.domain.accounts.models import User

MOST_ACCOUNTS = 5


@dataclass(frozen=True)
class KnownBrowser:
    """A browser's own id, and a mark for each account, by its public id, that has signed in there."""

    id: str = field(default_factory=lambda: secrets.token_hex(16))
    marks: Mapping[str, str] = field(default_factory=dict)

    def knows(self, user: User) -> bool:
        """Return whether the account has signed in here, and has the same password and sessions since."""
        return constant_time_compare(self.marks.get(str(user.public_id), ""), _mark_of(user))

    def knowing(self, user: User) -> "KnownBrowser":
        """Return the browser after the account has signed in; of too many it forgets the oldest."""
        others = {each: mark for each, mark in self.marks.items() if each != str(user.public_id)}
        latest = [*others.items(), (str(user.public_id), _mark_of(user))][-MOST_ACCOUNTS:]
        return KnownBrowser(self.id, dict(latest))


def _mark_of(user: User) -> str:
    # What ends sessions, a new password for one, ends this too.
    return salted_hmac("accounts.known-browser", user.get_session_auth_hash()).hexdigest()[:32]
