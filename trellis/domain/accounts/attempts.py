"""How often one account, or one inbox, may be tried."""

from django.conf import settings

from trellis.core import throttling


class TooManyAttempts(Exception):
    """This was tried too often of late; `wait` is in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__()
        self.wait = wait


def count_sign_in(*, email: str, address: str) -> None:
    """Count an attempt to sign in, before it is checked, so that many at once do not slip through.

    Counted per account and network address, since the last success. Raises TooManyAttempts.
    """
    _count(_sign_in_key(email, address), "sign_in")


def forget_sign_ins(*, email: str, address: str) -> None:
    """Start counting anew after a success."""
    throttling.forget(key=_sign_in_key(email, address), limits=settings.RATE_LIMITS["sign_in"])


def count_verification(*, email: str) -> None:
    """Count a mail to this address; raise TooManyAttempts: nobody's inbox is for others to fill."""
    _count(f"verification:{email.lower()[:100]}", "verification")


def count_code_request(*, email: str, address: str | None) -> None:
    """Count a login code that is asked for, by its inbox and by the caller's network address."""
    # Upper, then lower: letters that the database takes for one another count as one.
    _count(f"login_code:{email.upper().lower()[:100]}", "login_code")
    if address is not None:
        _count(f"login_code_from:{address}", "login_code_from")


def count_code_try(*, address: str) -> None:
    """Count a login code that is tried from this network address; login_codes.py counts by inbox."""
    _count(f"login_code_try:{address}", "login_code_try")


def _sign_in_key(email: str, address: str) -> str:
    return f"sign_in:{email.lower()[:100]}:{address}"


def _count(key: str, limit: str) -> None:
    if not settings.TRELLIS_RATE_LIMITS:
        return
    over = [w for w in throttling.hit(key=key, limits=settings.RATE_LIMITS[limit]) if w.is_over]
    if over:
        raise TooManyAttempts(max(window.wait for window in over))
