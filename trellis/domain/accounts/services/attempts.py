"""How often anybody may try to sign in as somebody, or have mail sent to them: docs/decisions/guessing.md.

Every count is by the account, or by the address that may be nobody's: `counted_as` names it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard

from trellis.core.throttling import Window, forget, give_back, take
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import account_with
from trellis.domain.accounts.rules import KnownBrowser, folded


@dataclass(frozen=True)
class Attempt:
    """A try to sign in that is counted as wrong until it turns out right."""

    own: Sequence[Window] = ()
    shared: Sequence[Window] = ()

    def succeeded(self) -> None:
        """Start counting anew for who tried, and take the hit back from what others count on too."""
        forget(self.own)
        give_back(self.shared)


def count_sign_in(*, email: str, address: str, known: KnownBrowser | None = None) -> Attempt:
    """Count an attempt to sign in, before it is checked, so that many at once do not slip through.

    A browser that knows the account counts for itself alone. All others count by account and network
    address, by account, and by network address. Raises TooMany.
    """
    account = account_with(email)
    if is_known(known, account):
        return Attempt(own=take({"sign_in_known": known.id}))
    whose = counted_as(account, email)
    counted = take({"sign_in": f"{whose}:{address}", "sign_in_of": whose, "sign_in_from": address})
    own = [window for window in counted if window.key.startswith("sign_in:")]
    return Attempt(own=own, shared=[window for window in counted if window not in own])


def count_verification(*, email: str) -> None:
    """Count a mail to this address; raise TooMany: nobody's inbox is for others to fill."""
    take({"verification": folded(email)})


def count_sign_up(*, email: str, address: str) -> None:
    """Count an account that is asked for, of this address and from this network address; raise TooMany."""
    take({"sign_up": folded(email), "sign_up_from": address})


def count_reset(*, email: str, address: str) -> None:
    """Count a mail that opens a new password, to this address, from this network address; raise TooMany."""
    take({"password_reset": folded(email), "password_reset_from": address})


def count_address_change(*, user: User, email: str) -> None:
    """Count a new address that somebody asks for, and the mail to it; raise TooMany."""
    take({"verification": folded(email), "address_change": str(user.pk)})


def count_feedback(*, user: User) -> None:
    """Count what somebody says; raise TooMany."""
    take({"feedback": str(user.pk)})


def is_known(known: KnownBrowser | None, account: User | None) -> TypeGuard[KnownBrowser]:
    """Tell whether this is a browser that the account has signed in with."""
    return known is not None and account is not None and known.knows(account)


def counted_as(account: User | None, email: str) -> str:
    """Return under which key attempts at the account are counted, or at the address that is nobody's."""
    return folded(email) if account is None else f"account {account.pk}"
