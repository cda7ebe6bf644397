"""What Stripe answers where it does not do what it is asked."""

from typing import Any


class Fault(Exception):
    """An error of Stripe's, as it is answered."""

    def __init__(self, status: int, kind: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": kind, "message": message, **more}}


def invalid(message: str, code: str = "", *, status: int = 400) -> Fault:
    """Return what is answered to a request that cannot be so."""
    return Fault(status, "invalid_request_error", message, **({"code": code} if code else {}))


def missing(what: str) -> Fault:
    """Return what is answered where there is no such thing."""
    return invalid(f"No such {what}", "resource_missing", status=404)


def declined(sentence: str, code: str, decline_code: str | None = None) -> Fault:
    """Return what is answered where a card is not taken."""
    more = {"decline_code": decline_code} if decline_code else {}
    return Fault(402, "card_error", sentence, code=code, **more)
