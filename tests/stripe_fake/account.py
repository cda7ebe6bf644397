"""An account at the fake: intents, refunds, disputes and transfers, and the events that they set off."""

from itertools import count
from threading import RLock
from time import time
from typing import Any

from tests.stripe_fake.faults import Fault, declined, invalid, missing

Thing = dict[str, Any]
# What a test's client pays with: payment methods that Stripe has for tests, and one that takes long.
GOOD, ASKS, SLOW = "pm_card_visa", "pm_card_authenticationRequired", "pm_takes_long"
DISPUTED, KEEPS = "pm_card_createDispute", "pm_card_refundFail"
DECLINED = {
    "pm_card_chargeDeclined": ("Your card was declined.", "card_declined", "generic_decline"),
    "pm_card_chargeDeclinedInsufficientFunds": (
        "Your card has insufficient funds.",
        "card_declined",
        "insufficient_funds",
    ),
    "pm_card_chargeDeclinedExpiredCard": ("Your card has expired.", "expired_card", None),
}
_TAKEN = {GOOD, ASKS, SLOW, DISPUTED, KEEPS, *DECLINED}
_WAITING = ("requires_payment_method", "requires_confirmation", "requires_action")
# Of most currencies it takes half a unit, of these their own least.
_LEAST = {"jpy": 50, "kwd": 100}
_THREE_DECIMALS = {"bhd", "jod", "kwd", "omr", "tnd"}


class Account:
    """Everything that was made, and every event, in order. Calls exclude each other."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.intents: dict[str, Thing] = {}
        self.refunds: dict[str, Thing] = {}
        self.transfers: dict[str, Thing] = {}
        self.events: list[Thing] = []
        # Those that can be paid out to.
        self.connected = {"acct_mentor", "acct_failing"}
        self._numbers = count(1)

    # --- What the API does ------------------------------------------------------------------------------

    def create_intent(self, said: Thing) -> Thing:
        """Make an intent; whatever the product, one is known as ours by its metadata alone."""
        known = {"amount", "currency", "payment_method_types", "metadata", "description"}
        if unknown := said.keys() - known:
            raise invalid(f"Received unknown parameters: {unknown}", "parameter_unknown")
        currency, amount = said["currency"], _amount(said)
        if amount < _LEAST.get(currency, 50):
            raise invalid("Amount must convert to at least 50 cents.", "amount_too_small")
        return self._keep(
            self.intents,
            "payment_intent",
            "pi",
            amount=amount,
            amount_received=0,
            currency=currency,
            status="requires_payment_method",
            last_payment_error=None,
            next_action=None,
            metadata=said.get("metadata", {}),
            latest_charge=None,
            description=said.get("description"),
        )

    def confirm(self, intent_id: str, said: Thing) -> Thing:
        """Try a card, as the payer's browser does."""
        intent, method = self.intent(intent_id), said.get("payment_method", "")
        if intent["status"] not in _WAITING:
            raise _too_far(intent)
        if method not in _TAKEN:
            raise missing(f"payment_method: '{method}'")
        intent.update(_method=method, next_action=None, last_payment_error=None)
        if method in DECLINED:
            raise self._decline(intent, declined(*DECLINED[method]))
        if method == ASKS:
            intent.update(status="requires_action", next_action={"type": "use_stripe_sdk"})
            self._tell("payment_intent.requires_action", intent)
        elif method == SLOW:
            intent["status"] = "processing"
            self._tell("payment_intent.processing", intent)
        else:
            self._charge(intent)
        return intent

    def cancel(self, intent_id: str, _said: Thing) -> Thing:
        """Cancel an intent, unless it has gone too far."""
        intent = self.intent(intent_id)
        if intent["status"] not in _WAITING:
            raise _too_far(intent)
        intent["status"] = "canceled"
        self._tell("payment_intent.canceled", intent)
        return intent

    def refund(self, said: Thing) -> Thing:
        """Give back, never more than what is left."""
        intent, amount = self.intent(said["payment_intent"]), _amount(said)
        charge = intent["latest_charge"]
        if charge is None or not charge["paid"]:
            raise invalid("This PaymentIntent does not have a successful charge to refund.")
        if charge["disputed"]:
            raise invalid("This charge has been charged back.", "charge_disputed")
        left = charge["amount"] - charge["amount_refunded"]
        if amount > left:
            code = "" if left else "charge_already_refunded"
            raise invalid("Refund amount is greater than unrefunded amount on charge.", code)
        charge["amount_refunded"] += amount
        made = self._keep(
            self.refunds,
            "refund",
            "re",
            amount=amount,
            currency=intent["currency"],
            payment_intent=intent["id"],
            status="succeeded",
            metadata=said.get("metadata", {}),
        )
        self._tell("refund.created", made)
        return made

    def made(self, kind: str, made_id: str) -> Thing:
        """Return a refund or a transfer."""
        found = {"refunds": self.refunds, "transfers": self.transfers}[kind].get(made_id)
        if found is None:
            raise invalid(f"No such {kind}: {made_id}", "resource_missing", status=404)
        return found

    def transfer(self, said: Thing) -> Thing:
        """Send to a connected account."""
        if said["destination"] not in self.connected:
            raise invalid("No such destination", "account_invalid")
        made = self._keep(
            self.transfers,
            "transfer",
            "tr",
            amount=_amount(said),
            amount_reversed=0,
            reversed=False,
            currency=said["currency"],
            destination=said["destination"],
            transfer_group=said["transfer_group"],
            metadata=said.get("metadata", {}),
        )
        self._tell("transfer.created", made)
        return made

    def intent(self, intent_id: str) -> Thing:
        """Return an intent."""
        if intent_id not in self.intents:
            raise missing(f"payment_intent: '{intent_id}'")
        return self.intents[intent_id]

    # --- What payers, banks and time do ------------------------------------------------------------------

    def authenticate(self, intent_id: str, *, accept: bool) -> None:
        """Have the payer do what the card asked for, or close the window."""
        with self.lock:
            intent = self.intent(intent_id)
            assert intent["status"] == "requires_action"
            intent["next_action"] = None
            if accept:
                self._charge(intent)
            else:
                code = "payment_intent_authentication_failure"
                self._decline(intent, invalid("We are unable to authenticate your payment method.", code))

    def settle(self, intent_id: str, *, charged: bool = True) -> None:
        """Have a card that took long be charged, or declined in the end."""
        with self.lock:
            intent = self.intent(intent_id)
            assert intent["status"] == "processing"
            if charged:
                self._charge(intent)
            else:
                self._decline(intent, declined(*DECLINED["pm_card_chargeDeclined"]))

    def dispute(self, intent_id: str, *, status: str = "needs_response") -> None:
        """Have the payer's bank say something about a charge."""
        with self.lock:
            intent = self.intent(intent_id)
            intent["latest_charge"]["disputed"] = status != "won"
            dispute = {
                "id": f"dp_{intent_id}",
                "object": "dispute",
                "amount": intent["amount"],
                "currency": intent["currency"],
                "payment_intent": intent_id,
                "reason": "fraudulent",
                "status": status,
            }
            opened = status in ("needs_response", "warning_needs_response")
            self._tell("charge.dispute.created" if opened else "charge.dispute.closed", dispute)

    def fail_refund(self, refund_id: str) -> None:
        """Have a refund come back that was accepted."""
        with self.lock:
            made = self.refunds[refund_id]
            made["status"] = "failed"
            self.intents[made["payment_intent"]]["latest_charge"]["amount_refunded"] -= made["amount"]
            self._tell("refund.failed", made)

    def reverse(self, transfer_id: str) -> None:
        """Have a transfer come back."""
        with self.lock:
            made = self.transfers[transfer_id]
            made.update(reversed=True, amount_reversed=made["amount"])
            self._tell("transfer.reversed", made)

    # --- Within ----------------------------------------------------------------------------------------

    def _charge(self, intent: Thing) -> None:
        charge = {
            "id": self._id("ch"),
            "object": "charge",
            "amount": intent["amount"],
            "amount_refunded": 0,
            "disputed": False,
            "paid": True,
        }
        intent.update(status="succeeded", amount_received=intent["amount"], latest_charge=charge)
        self._tell("payment_intent.succeeded", intent)

    def _decline(self, intent: Thing, fault: Fault) -> Fault:
        intent.update(status="requires_payment_method", last_payment_error=fault.body["error"])
        self._tell("payment_intent.payment_failed", intent)
        return fault

    def _keep(self, among: dict[str, Thing], kind: str, prefix: str, **said: Any) -> Thing:
        made: Thing = {"id": self._id(prefix), "object": kind, "created": int(time()), **said}
        if kind == "payment_intent":
            made["client_secret"] = f"{made['id']}_secret_{next(self._numbers)}"
        among[made["id"]] = made
        return made

    def _id(self, prefix: str) -> str:
        return f"{prefix}_fake{next(self._numbers):06}"

    def _tell(self, kind: str, about: Thing) -> None:
        self.events.append(
            {
                "id": self._id("evt"),
                "object": "event",
                "type": kind,
                "created": int(time()),
                "livemode": False,
                "data": {"object": shown(about)},
            }
        )


def shown(thing: Thing, *, expand: tuple[str, ...] = ()) -> Thing:
    """Return a thing as it is answered: what is not expanded is named by its id."""
    told = {name: value for name, value in thing.items() if not name.startswith("_")}
    charge = told.get("latest_charge")
    if charge and "latest_charge" not in expand:
        told["latest_charge"] = charge["id"]
    elif charge:
        told["latest_charge"] = dict(charge)
    return told


def _amount(said: Thing) -> int:
    if not str(said.get("amount", "")).isdigit() or int(said["amount"]) < 1:
        raise invalid("Invalid positive integer", "parameter_invalid_integer")
    amount = int(said["amount"])
    if said.get("currency") in _THREE_DECIMALS and amount % 10:
        raise invalid("Amounts in this currency must be rounded to the nearest ten.", "amount_invalid")
    return amount


def _too_far(intent: Thing) -> Fault:
    return invalid(f"This PaymentIntent's status is {intent['status']}.", "payment_intent_unexpected_state")
