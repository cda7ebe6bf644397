"""`trellis manage erase_accounts`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from trellis.domain.privacy.services.erasing import due_erasures, erase


class Command(BaseCommand):
    """Erases the accounts that are due, which workers do every ten minutes by themselves."""

    help = "Erase the accounts whose 14 days are over. Killed, it goes on where it was when it is run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase one after the other; say how many are done, and how many wait for a last mail."""
        done = [erase(each, now=timezone.now()) for each in due_erasures(now=timezone.now())]
        self.stdout.write(f"Erased {sum(done)}; {len(done) - sum(done)} wait for their last mail to leave.")
