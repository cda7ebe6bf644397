"""Who moves money: Stripe, where its key is set, else the sandbox, and in production nobody."""

import re

from trellis.config.environment.kinds import LOOPBACK, Kind, list_of, require
from trellis.config.environment.variables import Variable

_SECRET_KEY = re.compile(r"(?:sk|rk)_(?:test|live)_[A-Za-z0-9_]{8,240}")
_WEBHOOK_SECRET = re.compile(r"whsec_[A-Za-z0-9+/=_-]{8,240}")


def _formed(form: re.Pattern[str], allowed: str) -> Kind:
    def parse(text: str) -> str:
        require(form.fullmatch(text))
        return text

    return Kind(allowed, parse)


def _webhook_secret(text: str) -> str:
    require(_WEBHOOK_SECRET.fullmatch(text))
    return text


SECRET_KEY = _formed(_SECRET_KEY, "a key for servers as Stripe writes it, sk_live_… or rk_live_…")
WEBHOOK_SECRETS = list_of(_webhook_secret, "what Stripe writes as whsec_…")

PAYMENTS = (
    Variable(
        name="TRELLIS_STRIPE_KEY",
        kind=SECRET_KEY,
        shown="the sandbox in development, in production nothing is paid",
        meaning="the key by which money is moved at Stripe",
    ),
    Variable(
        name="TRELLIS_STRIPE_WEBHOOK_SECRETS",
        kind=WEBHOOK_SECRETS,
        default=[],
        meaning="what Stripe signs its webhooks with; two while a secret is being changed",
    ),
    Variable(
        name="TRELLIS_STRIPE_URL",
        kind=LOOPBACK,
        shown="Stripe's own",
        meaning="for tests alone: who is asked in Stripe's place",
    ),
)
