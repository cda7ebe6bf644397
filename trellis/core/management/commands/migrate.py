"""`trellis manage migrate`."""

from django.core.management.commands import migrate

from trellis.core.db.migrating import Executor

# The command asks this module for it and takes no other.
migrate.MigrationExecutor = Executor  # type: ignore[attr-defined]


class Command(migrate.Command):
    """Django's command, quicker."""
