"""A Stripe of the tests' own: it speaks its API as the official client calls it, and forgets nothing."""

from tests.stripe_fake.account import Account
from tests.stripe_fake.server import Fake, fake_running
from tests.stripe_fake.webhooks import deliver, signed

__all__ = ["Account", "Fake", "deliver", "fake_running", "signed"]
