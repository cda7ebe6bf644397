"""A provider of the tests' own: it signs id tokens, and publishes its keys on this machine."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm


@cache
def key_called(key_id: str) -> RSAPrivateKey:
    """Return the key of this id, one for the whole run."""
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Issuer:
    """What is published, how it is answered, and how often somebody asked."""

    url: str = ""
    status: int = 200
    published: list[str] = field(default_factory=lambda: ["one"])
    asked: int = 0

    def token(self, *, key_id: str = "one", **claims: Any) -> str:
        """Return a signed token of somebody at Google; a claim that is None is left out."""
        now = int(time())
        usual = {"iss": "https://accounts.google.com", "aud": "web-id", "sub": "4711", "iat": now}
        told = {**usual, "exp": now + 3600, "email": "ann@x.example", "email_verified": True, **claims}
        told = {name: value for name, value in told.items() if value is not None}
        return jwt.encode(told, key_called(key_id), algorithm="RS256", headers={"kid": key_id})

    def document(self) -> dict[str, Any]:
        """Return the keys as they are published."""
        return {"keys": [{**_published(each), "kid": each, "use": "sig"} for each in self.published]}


def _published(key_id: str) -> dict[str, Any]:
    return dict(RSAAlgorithm.to_jwk(key_called(key_id).public_key(), as_dict=True))


@contextmanager
def issuer_running() -> Iterator[Issuer]:
    """Give the provider while it answers."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.asked += 1
            self.send_response(issuer.status)
            self.end_headers()
            self.wfile.write(json.dumps(issuer.document()).encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    issuer.url = f"http://127.0.0.1:{server.server_port}/keys"
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=30)
