"""`trellis manage load_demo`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trellis.demo.world import NotInProduction, load_world


class Command(BaseCommand):
    """Loads the demo data that is missing."""

    help = "Load the demo data that is missing; loading it twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, telling each step."""
        try:
            load_world(say=lambda step: self.stdout.write(f"Demo data: {step}"))
        except NotInProduction:
            raise CommandError("The demo data is never loaded in production.") from None
