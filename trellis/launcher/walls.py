"""What starts looks first whether its role in the database is one that reads no disability categories."""

from __future__ import annotations

import sys

import psycopg

from trellis.domain.candidates.rules.walls import MEND, WALL_SQL, fault_of_wall
from trellis.launcher.errors import LauncherError


def hold_wall(url: str, *, is_production: bool) -> None:
    """Raise LauncherError in production where this address opens the wall; elsewhere say so.

    Nothing is said of a database that does not answer: what starts says that itself, and reads nothing there.
    """
    try:
        with psycopg.connect(url, connect_timeout=5, autocommit=True) as connection:
            fault = fault_of_wall(connection.execute(WALL_SQL).fetchall())
    except psycopg.OperationalError:
        return
    if not fault:
        return
    if is_production:
        raise LauncherError(f"{fault} Trellis does not start; {MEND}.")
    print(f"Bold: {fault} In production Trellis would not start; {MEND}.", file=sys.stderr)
