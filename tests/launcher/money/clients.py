"""What apps of payers do: they ask again until they are answered, whatever dies meanwhile."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from threading import Event, Thread
from typing import Any

import httpx
from django.utils import timezone

from tests.launcher.money.instance import Person
from tests.stripe_fake import Fake, signed
from tests.stripe_fake.account import ASKS, GOOD, SLOW, Thing
from trellis.core.processes import wait_until

SECRET = "whsec_of_the_soak"
DECLINED = "pm_card_chargeDeclined"
# A start of everything, more than once, on a busy machine.
PATIENCE = 240.0
_AGAIN = 503
# Seconds between two tries of somebody who is told to try again.
_PACE = 0.3


@dataclass
class Site:
    """A running Trellis, as it is seen from outside; what was answered is counted by status."""

    url: str
    answered: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    _pause: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        # Nobody shares a connection with somebody whose server was killed.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._client = httpx.Client(base_url=self.url, timeout=30, limits=limits)

    def close(self) -> None:
        """Ask nothing any more."""
        self._pause.set()
        self._client.close()

    def ask(self, who: Person, method: str, path: str, body: object, *wanted: int) -> Any:
        """Ask until there is an answer, which must have one of these statuses; return its body."""
        answer = self._answer(who, method, f"/api/v1/{path}", body)
        assert answer.status_code in wanted, f"{method} {path}: {answer.status_code} {answer.text}"
        return {**answer.json(), "http": answer.status_code}

    def take_in(self, body: bytes, signature: str) -> bool:
        """Tell it what the gateway tells; return whether it has taken that in."""
        headers = {"Stripe-Signature": signature, "Content-Type": "application/json"}
        answer = self._once("POST", "/api/v1/payments/webhook", content=body, headers=headers)
        assert answer is None or answer.status_code in (200, _AGAIN), answer.text
        return answer is not None and answer.status_code == 200

    def _answer(self, who: Person, method: str, path: str, body: object) -> httpx.Response:
        found: list[httpx.Response] = []

        def answered() -> bool:
            headers = {"Authorization": f"Bearer {who.token}"}
            answer = self._once(method, path, json=body, headers=headers)
            if answer is None or answer.status_code == _AGAIN:
                return self._pause.wait(timeout=_PACE)
            found.append(answer)
            return True

        assert wait_until(answered, timeout=PATIENCE), f"{method} {path} is not answered"
        return found[0]

    def _once(self, method: str, path: str, **said: Any) -> httpx.Response | None:
        try:
            answer = self._client.request(method, path, **said)
        except httpx.TransportError:
            return None
        self.answered[answer.status_code] += 1
        if answer.status_code >= 500 and answer.status_code != _AGAIN:
            self.faults.append(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer


@dataclass
class Teller:
    """Tells the site what has happened at the gateway: each event at least twice, in any order, until it is
    taken in."""

    site: Site
    fake: Fake
    chance: Random
    tells: Callable[[], None]
    _over: Event = field(default_factory=Event)
    _taken: Counter[str] = field(default_factory=Counter)

    def __enter__(self) -> "Teller":
        self._thread = Thread(target=self._run)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def has_told_all(self) -> bool:
        """Whether nothing is left to tell."""
        return not self._waiting()

    def _run(self) -> None:
        while not self._over.wait(timeout=0.1):
            events = self._waiting()
            self.chance.shuffle(events)
            for event in events:
                self._tell(event)

    def _waiting(self) -> list[Thing]:
        return [event for event in list(self.fake.account.events) if self._taken[event["id"]] < 2]

    def _tell(self, event: Thing) -> None:
        body, signature = signed(event, secrets=[SECRET], now=timezone.now())
        self.tells()
        if self.site.take_in(body, signature):
            self._taken[event["id"]] += 1


@dataclass
class Client:
    """A mentee's app, the card form in it, and their mentor's."""

    site: Site
    fake: Fake
    mentee: Person
    mentor: Person
    hour: datetime

    def pays(self) -> None:
        """Book and pay, at the second card."""
        payment = self._book()["payment"]
        self._card(payment, DECLINED)
        self._card(payment, GOOD)
        assert self._confirm(payment) == "completed"

    def pays_by_a_card_that_asks(self) -> None:
        payment = self._book()["payment"]
        self._card(payment, ASKS)
        self.fake.account.authenticate(payment["payment_intent_id"], accept=True)
        assert self._confirm(payment) == "completed"

    def pays_slowly(self) -> None:
        payment = self._book()["payment"]
        self._card(payment, SLOW)
        self._confirm(payment)
        self.fake.account.settle(payment["payment_intent_id"])

    def pays_and_calls_off(self) -> None:
        made = self._book()
        self._card(made["payment"], GOOD)
        assert self._confirm(made["payment"]) == "completed"
        refund = self._call_off(made)["refund"]
        assert refund["amount"] == 75

    def pays_and_is_put_off(self) -> None:
        """The mentor calls it off at Mansa's door, where a job alone asks for the refund."""
        made = self._book()
        self._card(made["payment"], GOOD)
        assert self._confirm(made["payment"]) == "completed"
        path = f"mentorship/bookings/{made['booking']['id']}/update_status/"
        self.site.ask(self.mentor, "PATCH", path, {"status": "cancelled"}, 200, 409)

    def calls_off(self) -> None:
        """Pay nothing, so that only the clock or the worker ends the intent."""
        assert self._call_off(self._book())["refund"] is None

    def calls_off_and_pays(self) -> None:
        """Pay all the same, if the card form still lets them."""
        made = self._book()
        self._call_off(made)
        self._card(made["payment"], GOOD)

    def wants_what_another_wants(self, other: Person) -> "Client":
        """Return one who wants the same hour."""
        return Client(self.site, self.fake, other, self.mentor, self.hour)

    def pays_if_first(self) -> bool:
        """Book what another one wants, too, and pay; return whether they got it."""
        made = self._book(201, 200, 409)
        if made["http"] == 409:
            return False
        self._card(made["payment"], GOOD)
        assert self._confirm(made["payment"]) == "completed"
        return True

    def _book(self, *wanted: int) -> Any:
        body = {
            "mentor_user_id": self.mentor.public_id,
            "scheduled_at": self.hour.isoformat(),
            "duration_minutes": 60,
            "amount": 75.0,
        }
        return self.site.ask(self.mentee, "POST", "bookings/create", body, *(wanted or (201, 200)))

    def _card(self, payment: Any, method: str) -> None:
        """Send a card to the gateway, which is what the payer's browser does."""
        path = f"/v1/payment_intents/{payment['payment_intent_id']}/confirm"
        self.fake.browse("POST", path, {"payment_method": method})

    def _confirm(self, payment: Any) -> str:
        body = {"payment_id": payment["payment_id"]}
        return str(self.site.ask(self.mentee, "POST", "payments/confirm", body, 200)["status"])

    def _call_off(self, made: Any) -> Any:
        path = f"bookings/{made['booking']['id']}/cancel"
        return self.site.ask(self.mentee, "POST", path, {"cancellation_reason": "Ill"}, 200)
