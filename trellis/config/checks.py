"""What must hold in production, as system checks; `trellis` refuses to start with the same sentences."""

import os
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from trellis.config.environment import read
from trellis.config.environment.production import broken_rules


@register(Tags.security)
def production_is_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for each setting that is not good enough for production."""
    return [
        Error(
            f"{rule.sentence}.", hint=f"{rule.mend[0].upper()}{rule.mend[1:]}.", id=f"trellis.{rule.number}"
        )
        for rule in broken_rules(read(os.environ))
    ]


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
