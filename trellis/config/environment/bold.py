"""What production allows although it is bold, said at every start."""

from collections.abc import Callable, Mapping
from typing import Any

from trellis.config.environment.variables import PRODUCTION

Values = Mapping[str, Any]


def _mails_in_the_clear(values: Values) -> bool:
    server = values["EMAIL_URL"]
    return not server.is_encrypted and server.host not in {"localhost", "127.0.0.1", "::1"}


# When it holds, and the sentence about it, which begins with the variable.
_BOLD: tuple[tuple[Callable[[Values], Any], str], ...] = (
    (
        lambda values: values["TRELLIS_OPEN_CONTRACT"],
        "TRELLIS_OPEN_CONTRACT is on: anybody may make the calls that the documents leave open.",
    ),
    (
        lambda values: not values["TRELLIS_RATE_LIMITS"],
        "TRELLIS_RATE_LIMITS is off: anybody may try passwords and codes as often as they like.",
    ),
    (
        lambda values: any(name.startswith(".") for name in values["TRELLIS_ALLOWED_HOSTS"]),
        "TRELLIS_ALLOWED_HOSTS answers to every subdomain of a name, whoever has them.",
    ),
    (
        lambda values: any("*" in origin for origin in values["TRELLIS_CSRF_ORIGINS"]),
        "TRELLIS_CSRF_ORIGINS lets every subdomain of a name post forms, whoever has them.",
    ),
    (
        lambda values: values["TRELLIS_LOG_LEVEL"] == "DEBUG",
        "TRELLIS_LOG_LEVEL is DEBUG: the log may hold what should be in no log.",
    ),
    (
        _mails_in_the_clear,
        "EMAIL_URL is without TLS: login codes travel in the clear to another machine.",
    ),
    (
        lambda values: (values["TRELLIS_STRIPE_KEY"] or "").startswith(("sk_test_", "rk_test_")),
        "TRELLIS_STRIPE_KEY is one of Stripe's test mode: whoever knows its cards pays with no money.",
    ),
)


def bold_settings(values: Values) -> list[str]:
    """Return a sentence for each bold setting of values that are good; outside production there is none."""
    if values["TRELLIS_ENV"] != PRODUCTION:
        return []
    return [sentence for holds, sentence in _BOLD if holds(values)]
