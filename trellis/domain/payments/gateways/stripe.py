"""Stripe, by its own client: intents for cards, refunds, and transfers to the accounts of payees."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import stripe
import structlog

from trellis.core.outside import outside_of_transactions
from trellis.domain.payments.gateways import reading
from trellis.domain.payments.gateways.amounts import to_stripe
from trellis.domain.payments.gateways.reading import Said
from trellis.domain.payments.gateways.refusals import CardDeclined, GatewayAway, GatewayRefuses
from trellis.domain.payments.gateways.signatures import verify
from trellis.domain.payments.gateways.types import GatewayEvent, GatewayPayout, GatewayRefund, Intent

log = structlog.get_logger("trellis.payments")
# What `reading` knows; the client of another version may still be asked in this one.
API_VERSION = "2026-10-28.endive"
# Seconds to be connected, and to be answered: five in all.
_TIMEOUTS = (2, 3)
_MOST_LISTED = 100
_OTHER_CONTENT = "idempotency_error"


class Stripe:
    """One account at Stripe; `site` marks what this site makes there, `secrets` sign what it sends."""

    name = "stripe"

    def __init__(self, *, key: str, secrets: Sequence[str], site: str, address: str | None = None) -> None:
        # Nothing is asked twice here: a job asks again, with the same key, when there is time for it.
        client = stripe.StripeClient(
            key,
            stripe_version=API_VERSION,
            max_network_retries=0,
            http_client=stripe.RequestsClient(timeout=_TIMEOUTS),
            base_addresses={"api": address} if address else {},
        )
        self._intents = client.v1.payment_intents
        self._refunds = client.v1.refunds
        self._transfers = client.v1.transfers
        self._secrets = tuple(secrets)
        self._site = site

    def create_intent(
        self, *, key: str, amount_minor: int, currency: str, reference: UUID, description: str
    ) -> Intent:
        """Return a new intent. Where its key is forgotten a second one is made, which nobody can pay."""
        params: Any = {
            "amount": to_stripe(amount_minor, currency),
            "currency": currency.lower(),
            "payment_method_types": ["card"],
            "metadata": reading.marked(site=self._site, reference=str(reference)),
        }
        if description:
            params["description"] = description
        with _asking():
            return self._intent(self._intents.create(params, {"idempotency_key": key}))

    def intent(self, intent_id: str) -> Intent:
        """Return how an intent stands."""
        with _asking():
            return self._intent(self._intents.retrieve(intent_id))

    def cancel_intent(self, intent_id: str, *, key: str) -> Intent:
        """Return an intent that nobody can pay any more, or one that has gone too far for that, as it is.

        To cancel twice is to cancel once, so each call has a key of its own at Stripe: under the same one it
        would repeat that a card is being charged, long after that card was declined.
        """
        try:
            with _asking():
                options: Any = {"idempotency_key": f"{key}-{uuid4()}"}
                return self._intent(self._intents.cancel(intent_id, options=options))
        except GatewayRefuses as refusal:
            if refusal.code != "payment_intent_unexpected_state":
                raise
        return self.intent(intent_id)

    def refund(self, *, key: str, intent_id: str, amount_minor: int) -> GatewayRefund:
        """Give so much back, once for a key, also where Stripe has forgotten that after a day."""
        with _asking():
            intent = self._intents.retrieve(intent_id, {"expand": ["latest_charge"]}).to_dict()
            amount = to_stripe(amount_minor, intent["currency"].upper())
            made = self._refund_before(intent, key=key)
            if made is None:
                metadata = reading.marked(site=self._site, key=key)
                params: Any = {"payment_intent": intent_id, "amount": amount, "metadata": metadata}
                made = self._refunds.create(params, {"idempotency_key": key}).to_dict()
        return reading.refund_of(_same(made, amount=amount))

    def pay_out(
        self, *, key: str, account: str, amount_minor: int, currency: str, reference: UUID
    ) -> GatewayPayout:
        """Transfer so much to a connected account, once for a reference, however late it is asked again."""
        group = str(reference)
        wanted: dict[str, Any] = {
            "amount": to_stripe(amount_minor, currency),
            "currency": currency.lower(),
            "destination": account,
        }
        marks = {"transfer_group": group, "metadata": reading.marked(site=self._site, reference=group)}
        with _asking():
            listed = self._transfers.list({"transfer_group": group, "limit": _MOST_LISTED})
            made = _made_before(listed.data, mark="reference", value=group)
            if made is None:
                params: Any = {**wanted, **marks}
                made = self._transfers.create(params, {"idempotency_key": key}).to_dict()
        return reading.transfer_of(_same(made, **wanted), site=self._site)

    def refund_of(self, refund_id: str) -> GatewayRefund:
        """Return how a refund stands."""
        with _asking():
            return reading.refund_of(self._refunds.retrieve(refund_id).to_dict())

    def payout_of(self, payout_id: str) -> GatewayPayout:
        """Return how a transfer stands."""
        with _asking():
            return reading.transfer_of(self._transfers.retrieve(payout_id).to_dict(), site=self._site)

    def read_event(self, body: bytes, signature: str, *, now: datetime) -> GatewayEvent:
        """Return what Stripe has sent."""
        verify(body, signature, secrets=self._secrets, now=now)
        return reading.event_of(body, site=self._site)

    def _refund_before(self, intent: Said, *, key: str) -> Said | None:
        charge = intent.get("latest_charge")
        if not (charge and charge.get("amount_refunded")):
            return None
        listed = self._refunds.list({"payment_intent": intent["id"], "limit": _MOST_LISTED})
        return _made_before(listed.data, mark="key", value=key)

    def _intent(self, said: Any) -> Intent:
        return reading.intent_of(said.to_dict(), site=self._site)


def _made_before(listed: Sequence[Any], *, mark: str, value: str) -> Said | None:
    """Return what was made under this mark already."""
    said = (each.to_dict() for each in listed)
    return next((each for each in said if (each.get("metadata") or {}).get(mark) == value), None)


def _same(made: Said, **wanted: object) -> Said:
    """Return what was made, now or before; raise GatewayRefuses where it is not what is wanted."""
    if any(made.get(name) != value for name, value in wanted.items()):
        raise GatewayRefuses(code=_OTHER_CONTENT)
    return made


@contextmanager
def _asking() -> Iterator[None]:
    """Speak to Stripe, outside of transactions; raise a refusal of ours for each of its errors.

    Theirs hold whole answers, client secrets among them, so none is shown as the cause of ours.
    """
    outside_of_transactions()
    try:
        yield
    except stripe.StripeError as error:
        raise _refusal(error) from None


def _refusal(error: stripe.StripeError) -> Exception:
    code = error.code or getattr(error.error, "code", None) or ""
    status = error.http_status
    log.warning("stripe refused", kind=type(error).__name__, code=code, status=status, id=error.request_id)
    match error:
        case stripe.CardError():
            return CardDeclined(error.user_message, code=getattr(error.error, "decline_code", None) or code)
        case stripe.IdempotencyError():
            return GatewayRefuses(code=_OTHER_CONTENT)
        case stripe.InvalidRequestError():
            return GatewayRefuses(code=code)
        case _:
            # No answer, a lock, too many at once, a fault of theirs; or a key of ours that is not right: its
            # operator mends that, and no refund is given up for it.
            return GatewayAway()
