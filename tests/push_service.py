"""A push service of the tests' own, and the browsers behind it, which decrypt what they are sent.

It knows nothing of how Trellis encrypts: the keys are derived here by HMAC alone, as RFC 8291 and 8188 say.
"""

import hmac
import json
import os
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

A_DAY = 86_400


@dataclass
class Message:
    """What a browser was sent."""

    text: bytes
    ttl: int
    topic: str
    urgency: str

    @property
    def shown(self) -> dict[str, Any]:
        """What is in it, where it is JSON."""
        return dict(json.loads(self.text))


def _drawn() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@dataclass
class Browser:
    """One subscription. The service answers `status` with `headers` when somebody writes to it."""

    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = field(default_factory=lambda: os.urandom(16))
    status: int = 201
    headers: dict[str, str] = field(default_factory=dict)
    asked: int = 0
    messages: list[Message] = field(default_factory=list)

    @property
    def p256dh(self) -> str:
        """Its public key, as it gives it to a site."""
        return encoded(point_of(self.private.public_key()))

    @property
    def auth(self) -> str:
        """Its secret, as it gives it to a site."""
        return encoded(self.secret)

    @property
    def subscription(self) -> dict[str, Any]:
        """What `PushSubscription.toJSON()` says of it."""
        keys = {"p256dh": self.p256dh, "auth": self.auth}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}


@dataclass
class PushService:
    """Takes messages for its browsers from whoever shows the site's key."""

    port: int
    browsers: dict[str, Browser] = field(default_factory=dict)
    # What was wrong with requests; a good sender leaves it empty.
    complaints: list[str] = field(default_factory=list)

    @property
    def host(self) -> str:
        """What TRELLIS_PUSH_HOSTS has to name."""
        return f"127.0.0.1:{self.port}"

    @property
    def origin(self) -> str:
        """Whom tokens must be for."""
        return f"http://{self.host}"

    def browser(self) -> Browser:
        """Return a new subscription."""
        path = f"/push/{secrets.token_urlsafe(24)}"
        self.browsers[path] = Browser(f"{self.origin}{path}")
        return self.browsers[path]

    def take(self, path: str, headers: Any, body: bytes) -> tuple[int, dict[str, str]]:
        """Return the status and headers of the answer."""
        browser = self.browsers.get(path)
        if browser is None:
            return 404, {}
        browser.asked += 1
        if browser.status >= 300:
            return browser.status, browser.headers
        try:
            self._judge_sender(headers["Authorization"])
            text = decrypt(body, private=browser.private, secret=browser.secret)
            assert headers["Content-Encoding"] == "aes128gcm"
            message = Message(text, int(headers["TTL"]), headers.get("Topic", ""), headers["Urgency"])
            assert 0 <= message.ttl <= 28 * A_DAY and message.urgency in {"very-low", "low", "normal", "high"}
            assert len(message.topic) <= 32 and len(body) <= 4_096
        except Exception as error:
            self.complaints.append(repr(error))
            return 400, {}
        browser.messages.append(message)
        return browser.status, browser.headers

    def _judge_sender(self, authorization: str) -> None:
        scheme, _, rest = authorization.partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        assert scheme == "vapid" and parts.keys() == {"t", "k"}
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(parts["k"]))
        claims = jwt.decode(parts["t"], key, algorithms=["ES256"], audience=self.origin)
        assert claims["exp"] - time.time() <= A_DAY
        assert claims["sub"].startswith(("mailto:", "https://"))


def decrypt(body: bytes, *, private: ec.EllipticCurvePrivateKey, secret: bytes) -> bytes:
    """Return what a browser makes of the body of a message."""
    salt, size, length = body[:16], int.from_bytes(body[16:20]), body[20]
    sender, record = body[21 : 21 + length], body[21 + length :]
    assert len(record) <= size, "one record is all that a push message may have"
    shared = private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
    info = b"WebPush: info\0" + point_of(private.public_key()) + sender
    key = _hkdf(_hkdf(shared, secret, info, 32), salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _hkdf(_hkdf(shared, secret, info, 32), salt, b"Content-Encoding: nonce\0", 12)
    plain = AESGCM(key).decrypt(nonce, record, None).rstrip(b"\0")
    assert plain.endswith(b"\2"), "the last record ends so"
    return plain[:-1]


def _hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return hmac.digest(hmac.digest(salt, secret, "sha256"), info + b"\1", "sha256")[:length]


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return a point as it travels."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encoded(data: bytes) -> str:
    """Return base64url as browsers write it."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """Return the bytes of base64url."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@contextmanager
def push_service_running() -> Iterator[PushService]:
    """Run one for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, headers = service.take(self.path, self.headers, body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = PushService(server.server_port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=30)
