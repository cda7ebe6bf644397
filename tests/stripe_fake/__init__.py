"""A Stripe of the tests' own: it speaks its API as the official client calls it, and forgets nothing."""

from tests.stripe_fake.account import Account
from tests.stripe_fake.server import Fake, fake_running

__all__ = ["Account", "Fake", "fake_running"]
