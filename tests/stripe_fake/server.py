"""Answers at an address of this machine as Stripe's API does, and can be told to answer badly."""

import json
import sys
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

from tests.stripe_fake.account import Account, Thing, shown
from tests.stripe_fake.faults import Fault, invalid
from tests.stripe_fake.forms import read_form

# What is answered to a key while its first request is still worked on.
_IN_USE = Fault(409, "invalid_request_error", "Key in use", code="idempotency_key_in_use")


@dataclass
class Asked:
    """One request: what a test looks at afterwards."""

    method: str
    path: str
    said: Thing
    key: str
    version: str
    port: int = 0  # at which whoever asked waits for the answer


@dataclass
class Fake:
    """The running fake, with what was asked of it."""

    account: Account = field(default_factory=Account)
    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    # How those to come are answered badly, one for each, `""` for well: 500, 429, page, lost, slow.
    troubles: list[str] = field(default_factory=list)
    kept: dict[str, tuple[tuple[str, Thing], tuple[int, Thing] | None]] = field(default_factory=dict)
    # What happens when a request is done, and not answered yet.
    between: Callable[[Asked], None] = lambda asked: None
    # Let go when the test is over: by then whoever waited has given up.
    waited_for: Event = field(default_factory=Event)

    def made(self, path: str) -> list[Asked]:
        """Return the POSTs to a path."""
        return [each for each in self.asked if (each.method, each.path) == ("POST", path)]

    def forget_keys(self) -> None:
        """Let a day pass."""
        self.kept.clear()

    def browse(self, method: str, path: str, said: Thing) -> tuple[int, Thing]:
        """Ask as a payer's browser does, past our client; return status and body."""
        return self._do(Asked(method, path, said, "", ""))

    def answer(self, asked: Asked) -> tuple[int, Thing]:
        """Do what is asked, once for a key, and return status and body."""
        if asked.method != "POST" or not asked.key:
            return self._do(asked)
        content = (asked.path, asked.said)
        with self.account.lock:
            before = self.kept.get(asked.key)
            if before is None:
                self.kept[asked.key] = (content, None)
        if before is None:
            answer = self._do(asked)
            self.kept[asked.key] = (content, answer)
            return answer
        if before[0] != content:
            message = "Keys for idempotent requests can only be used with the same parameters."
            return 400, Fault(400, "idempotency_error", message).body
        return before[1] or (_IN_USE.status, _IN_USE.body)

    def _do(self, asked: Asked) -> tuple[int, Thing]:
        with self.account.lock:
            try:
                return 200, self._routed(asked)
            except Fault as fault:
                return fault.status, fault.body

    def _routed(self, asked: Asked) -> Thing:
        account, said = self.account, asked.said
        match asked.method, asked.path.strip("/").split("/")[1:]:
            case "POST", ["payment_intents"]:
                return shown(account.create_intent(said))
            case "GET", ["payment_intents", intent_id]:
                return shown(account.intent(intent_id), expand=tuple(said.get("expand", {}).values()))
            case "POST", ["payment_intents", intent_id, "confirm"]:
                return shown(account.confirm(intent_id, said))
            case "POST", ["payment_intents", intent_id, "cancel"]:
                return shown(account.cancel(intent_id, said))
            case "POST", ["refunds"]:
                return shown(account.refund(said))
            case "GET", ["refunds" | "transfers" as kind, made_id]:
                return shown(account.made(kind, made_id))
            case "GET", ["refunds"]:
                return _listed(account.refunds, "payment_intent", said)
            case "POST", ["transfers"]:
                return shown(account.transfer(said))
            case "GET", ["transfers"]:
                return _listed(account.transfers, "transfer_group", said)
        raise invalid(f"Unrecognized request URL ({asked.method}: {asked.path}).", status=404)


def _listed(among: dict[str, Thing], by: str, said: Thing) -> Thing:
    found = [shown(each) for each in among.values() if each[by] == said[by]]
    return {"object": "list", "url": "/", "has_more": False, "data": found[::-1][: int(said["limit"])]}


def _handler(fake: Fake) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body leave together: the client would wait for the second.
        wbufsize = -1

        def do_GET(self) -> None:
            self._answer(urlsplit(self.path).query)

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"] or 0)
            form = self.rfile.read(length)
            if len(form) == length:
                self._answer(form.decode())
            else:
                self.close_connection = True  # whoever sent it was killed in the middle

        def _answer(self, form: str) -> None:
            path = urlsplit(self.path).path
            said = read_form(form)
            asked = Asked(
                self.command,
                path,
                said,
                self.headers["Idempotency-Key"] or "",
                self.headers["Stripe-Version"] or "",
                self.client_address[1],
            )
            fake.asked.append(asked)
            trouble = fake.troubles.pop(0) if fake.troubles else ""
            match trouble:
                case "500":
                    self._send(500, Fault(500, "api_error", "Something is wrong on our side.").body)
                case "429":
                    self._send(429, Fault(429, "invalid_request_error", "Locked", code="lock_timeout").body)
                case "page":
                    self._send(502, None)
                case "lost":
                    fake.answer(asked)
                    self.close_connection = True
                case "slow":
                    fake.answer(asked)
                    fake.waited_for.wait(timeout=30)
                    self.close_connection = True
                case _:
                    answer = fake.answer(asked) if self._is_known() else _UNKNOWN
                    fake.between(asked)
                    self._send(*answer)

        def _is_known(self) -> bool:
            kind, _, word = (self.headers["Authorization"] or "").partition(" ")
            key = b64decode(word).decode().removesuffix(":") if kind == "Basic" else word
            return key.startswith("sk_test_")

        def _send(self, status: int, body: Thing | None) -> None:
            text = b"<html>Bad gateway</html>" if body is None else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json" if body else "text/html")
            self.send_header("Content-Length", str(len(text)))
            self.send_header("Request-Id", f"req_{len(fake.asked)}")
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of one that was killed before it was answered."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


_UNKNOWN = (401, invalid("Invalid API Key provided").body)


@contextmanager
def fake_running() -> Iterator[Fake]:
    """Give the fake while it answers."""
    fake = Fake()
    server = _Server(("127.0.0.1", 0), _handler(fake))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield fake
    finally:
        fake.waited_for.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=30)
