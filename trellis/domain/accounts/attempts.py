"""How often anybody may try to sign in as somebody, or have mail sent to them: docs/decisions/guessing.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard

from django.conf import settings

from trellis.core.throttling import TooMany, Window, forget, give_back, hit, is_spent, take
from trellis.domain.accounts.known_browsers import KnownBrowser
from trellis.domain.accounts.models import User


@dataclass(frozen=True)
class Attempt:
    """A try to sign in that is counted as wrong until it turns out right."""

    own: Sequence[Window] = ()
    shared: Sequence[Window] = ()

    def succeeded(self) -> None:
        """Start counting anew for who tried, and take the hit back from what others count on too."""
        forget(self.own)
        give_back(self.shared)


@dataclass(frozen=True)
class CodeTry:
    """A login code that is tried, counted as wrong until it turns out right."""

    windows: Sequence[Window] = ()

    @property
    def takes_short_codes(self) -> bool:
        """Whether codes that could be guessed in the long run are still taken from this network address."""
        return not any(window.is_over for window in self.windows if window.key.startswith("login_code_short"))

    def succeeded(self) -> None:
        """Take the hit back."""
        give_back(self.windows)

    def refuse_if_over(self) -> None:
        """Raise TooMany if this wrong try was one too many from its network address."""
        over = [w for w in self.windows if w.is_over and w.key.startswith("login_code_try")]
        if over:
            raise TooMany(over)


def count_sign_in(*, email: str, address: str, known: KnownBrowser | None = None) -> Attempt:
    """Count an attempt to sign in, before it is checked, so that many at once do not slip through.

    A browser that knows the account counts for itself alone. All others count by account and network
    address, by account, and by network address. Raises TooMany.
    """
    account = _account_with(email)
    if _is_known(known, account):
        return Attempt(own=take({"sign_in_known": known.id}))
    whose = _key(account, email)
    counted = take({"sign_in": f"{whose}:{address}", "sign_in_of": whose, "sign_in_from": address})
    own = [window for window in counted if window.key.startswith("sign_in:")]
    return Attempt(own=own, shared=[window for window in counted if window not in own])


def count_verification(*, email: str) -> None:
    """Count a mail to this address; raise TooMany: nobody's inbox is for others to fill."""
    take({"verification": folded(email)})


def count_code_request(*, email: str, address: str | None, known: KnownBrowser | None = None) -> None:
    """Count a login code that is asked for. Raises TooMany.

    A browser that knows the account has an allowance of its own. All others are counted by inbox and
    network address, by inbox, and by network address.
    """
    account = _account_with(email)
    if _is_known(known, account):
        take({"login_code_known": known.id})
        return
    inbox = _key(account, email)
    limits = {"login_code_of": inbox}
    if address is not None:
        limits |= {"login_code": f"{inbox}:{address}", "login_code_from": address}
    take(limits)


def count_code_try(*, address: str | None) -> CodeTry:
    """Count a login code that is tried from this network address; login_codes.py counts by inbox."""
    if address is None or not settings.TRELLIS_RATE_LIMITS:
        return CodeTry()
    names = ("login_code_try", "login_code_short")
    return CodeTry(hit({f"{name}:{address}": settings.RATE_LIMITS[name] for name in names}))


def takes_short_codes(*, address: str | None) -> bool:
    """Return whether a short code that is mailed now would be taken from this network address."""
    return address is None or not is_spent("login_code_short", address)


def folded(email: str) -> str:
    """Return under which key an address is counted that may be nobody's."""
    # Upper, then lower: letters that the database takes for one another count as one.
    return email.upper().lower()[:100]


def _account_with(email: str) -> User | None:
    # Asked of the database, which alone knows what it takes for the same address.
    return User.objects.filter(email__iexact=email).first() if email.isprintable() else None


def _is_known(known: KnownBrowser | None, account: User | None) -> TypeGuard[KnownBrowser]:
    return known is not None and account is not None and known.knows(account)


def _key(account: User | None, email: str) -> str:
    return folded(email) if account is None else f"account {account.pk}"
