"""`trellis manage demo_accounts`."""

from typing import Any

from django.core.management.base import BaseCommand

from trellis.demo.accounts import ACCOUNTS, DEMO_PASSWORD, demo_users


class Command(BaseCommand):
    """Prints the demo accounts that are in the database."""

    help = "Print the demo accounts that are in the database."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line an account: id, e-mail address, what it is."""
        there = {user.email: user.pk for user in demo_users()}
        if not there:
            self.stdout.write("No demo accounts are loaded.")
            return
        self.stdout.write(f"Demo accounts, all with the password {DEMO_PASSWORD}")
        for account in ACCOUNTS:
            if account.email in there:
                number = there[account.email]
                self.stdout.write(f"  {number:>4}  {account.email:<26} {account.is_what}")
