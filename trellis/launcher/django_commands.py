"""The parts that run as Django processes: management commands and the job worker."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from urllib.parse import unquote, urlsplit

from trellis.core.processes import follow_parent
from trellis.launcher.environment import SUPERVISED
from trellis.launcher.errors import LauncherError

_WORKER_GRACE_SECONDS = 8


def manage(arguments: Sequence[str]) -> None:
    """Run a management command of Django."""
    from django.core.management import execute_from_command_line

    in_django(lambda: execute_from_command_line(["trellis manage", *arguments]))


def work(arguments: Sequence[str]) -> None:
    """Run background jobs until SIGTERM or SIGINT; jobs under way are given a moment to finish."""
    if os.environ.get(SUPERVISED):
        # PostgreSQL ends together with a killed supervisor; procrastinate would wait for it.
        follow_parent(grace_seconds=_WORKER_GRACE_SECONDS)
    grace = ["--shutdown-graceful-timeout", str(_WORKER_GRACE_SECONDS)]
    manage(["procrastinate", "worker", *grace, *arguments])


def in_django(run: Callable[[], None]) -> None:
    """Run something that needs Django, and turn the usual misfortunes into one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    try:
        run()
    except ImproperlyConfigured as error:
        raise LauncherError(f"The settings are not right: {one_line(error)}") from None
    except OperationalError as error:
        raise LauncherError(f"The database cannot be used: {one_line(error)}") from None


def one_line(error: Exception) -> str:
    """Return an error's message as one line without a database password."""
    text = " ".join(str(error).split())
    for secret in _passwords():
        text = text.replace(secret, "…")
    return text


def _passwords() -> list[str]:
    found: list[str] = []
    for name in ("DATABASE_URL", "TRELLIS_OWNER_DATABASE_URL"):
        try:
            password = urlsplit(os.environ.get(name, "")).password
        except ValueError:
            continue
        found += [password, unquote(password)] if password else []
    return found
