"""Who moves money: one interface, Stripe behind it or the sandbox."""

from functools import cache

from django.conf import settings

from trellis.domain.payments.gateways.refusals import NoGateway
from trellis.domain.payments.gateways.types import Gateway


def gateway() -> Gateway:
    """Return who moves money for what is paid from now on; raise NoGateway where nobody does."""
    return gateway_named("stripe" if settings.STRIPE_KEY else "sandbox")


def gateway_named(name: str) -> Gateway:
    """Return the gateway by which something was paid, whoever it would be today; raise NoGateway."""
    # Neither is imported where it is not used: one takes a quarter of a second, the other has tables.
    if name == "stripe" and settings.STRIPE_KEY:
        return _stripe(settings.STRIPE_KEY, tuple(settings.STRIPE_WEBHOOK_SECRETS), settings.STRIPE_URL)
    # In production nobody may pay with no money.
    if name != "sandbox" or settings.IS_PRODUCTION:
        raise NoGateway
    from trellis.domain.payments.gateways.sandbox import Sandbox

    return Sandbox()


@cache
def _stripe(key: str, secrets: tuple[str, ...], address: str) -> Gateway:
    """Return one for the process: it keeps its connections."""
    from trellis.domain.payments.gateways.stripe import Stripe

    return Stripe(key=key, secrets=secrets, site=settings.TRELLIS_PUBLIC_URL, address=address.rstrip("/"))
