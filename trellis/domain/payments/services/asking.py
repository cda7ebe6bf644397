"""Which gateway a row stands at."""

from trellis.domain.payments.gateways import gateway
from trellis.domain.payments.gateways.types import Gateway
from trellis.domain.payments.models import Payment, Payout
from trellis.domain.payments.refusals import OfAnotherGateway


def gateway_of(row: Payment | Payout) -> Gateway:
    """Return the gateway that knows a payment or payout; raise OfAnotherGateway where the site has left it."""
    current = gateway()
    if current.name != row.gateway:
        raise OfAnotherGateway
    return current
