"""What must not be true in production: `trellis serve` refuses to start while one of these holds."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

_SHORTEST_SECRET = 50


@register(Tags.security)
def production_is_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for each setting that only development may have."""
    if not settings.IS_PRODUCTION:
        return []
    problems = [
        (settings.DEBUG, "E001", "TRELLIS_DEBUG is on.", "Unset TRELLIS_DEBUG."),
        (
            not settings.SECRET_KEY_IS_SET or len(settings.SECRET_KEY) < _SHORTEST_SECRET,
            "E002",
            "TRELLIS_SECRET_KEY is not set or shorter than 50 characters.",
            "Set it to 50 random characters or more, the same for every process.",
        ),
        (
            not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS,
            "E003",
            "TRELLIS_ALLOWED_HOSTS is not set, or allows every host.",
            "Set it to the host names that this site is reached by.",
        ),
        (
            not settings.MAIL_IS_SENT,
            "E004",
            "EMAIL_URL is not set, so nobody would get any mail.",
            "Set EMAIL_URL, for example smtp+tls://user:password@host:587.",
        ),
        (
            settings.TRELLIS_PUBLIC_URL.startswith("http://localhost"),
            "E005",
            "TRELLIS_PUBLIC_URL is not set, so links in mails would lead nowhere.",
            "Set it to the address that people open, for example https://trellis.example.",
        ),
        (
            settings.SMS_URL and not settings.SMS_URL.startswith("https://"),
            "E007",
            "SMS_URL is no https address, so messages to phones would travel in the clear.",
            "Set it to an address that begins with https://, or unset it.",
        ),
    ]
    return [Error(what, hint=mend, id=f"trellis.{number}") for holds, number, what, mend in problems if holds]


@register(Tags.database)
def no_demo_account_in_production(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Return an error if a demo account, whose password all the world knows, is in this database."""
    if not settings.IS_PRODUCTION or not kwargs.get("databases"):
        return []
    from trellis.demo.accounts import DEMO_PASSWORD, demo_users

    if not any(user.check_password(DEMO_PASSWORD) for user in demo_users()):
        return []
    message = "A demo account with its published password is in the database."
    return [Error(message, hint="Start on a database without the demo data.", id="trellis.E006")]
