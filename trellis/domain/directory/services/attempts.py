"""How often anybody may ask for a login code, or try one: docs/decisions/guessing.md, login-codes.md."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from trellis.core.throttling import TooMany, Window, give_back, hit, is_spent, take
from trellis.domain.accounts.queries import account_with
from trellis.domain.accounts.rules import KnownBrowser
from trellis.domain.accounts.services.attempts import counted_as, is_known


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


def count_code_request(*, email: str, address: str | None, known: KnownBrowser | None = None) -> None:
    """Count a login code that is asked for. Raises TooMany.

    A browser that knows the account has an allowance of its own. All others are counted by inbox and
    network address, by inbox, and by network address.
    """
    account = account_with(email)
    if is_known(known, account):
        take({"login_code_known": known.id})
        return
    inbox = counted_as(account, email)
    limits = {"login_code_of": inbox}
    if address is not None:
        limits |= {"login_code": f"{inbox}:{address}", "login_code_from": address}
    take(limits)


def count_code_try(*, address: str | None) -> CodeTry:
    """Count a login code that is tried from this network address; `use_code` counts by inbox."""
    if address is None or not settings.TRELLIS_RATE_LIMITS:
        return CodeTry()
    names = ("login_code_try", "login_code_short")
    return CodeTry(hit({f"{name}:{address}": settings.RATE_LIMITS[name] for name in names}))


def takes_short_codes(*, address: str | None) -> bool:
    """Return whether a short code that is mailed now would be taken from this network address."""
    return address is None or not is_spent("login_code_short", address)
