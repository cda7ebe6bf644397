"""What must hold in production, as system checks; `trellis` refuses to start with the same sentences."""

import os
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection

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


@register(Tags.database)
def nobody_else_reads_disability_categories(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Return an error in production, else a warning, if our role in the database could read them."""
    if not kwargs.get("databases"):
        return []
    from trellis.domain.candidates.rules.walls import MEND, WALL_SQL, fault_of_wall

    with connection.cursor() as cursor:
        cursor.execute(WALL_SQL)
        fault = fault_of_wall(cursor.fetchall())
    kind = Error if settings.IS_PRODUCTION else Warning
    name = f"trellis.{'E' if settings.IS_PRODUCTION else 'W'}022"
    return [kind(fault, hint=f"{MEND[0].upper()}{MEND[1:]}.", id=name)] if fault else []
