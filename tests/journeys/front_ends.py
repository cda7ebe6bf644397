"""Somebody at a front end of Enabled Talent that is served from elsewhere, signed in by cookie there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

import httpx

from tests.serving import Server
from trellis.core.models import Mail

FRONT_END = {"Origin": "http://localhost:5173"}
PASSWORD = "A-l0ng-Passw0rd"


class Person:
    """A browser at a front end elsewhere."""

    def __init__(self, http: httpx.Client, email: str) -> None:
        self.http, self.email = http, email

    def post(self, address: str, body: Any = None, *, status: int = 201) -> Any:
        """Send something, as the browser does it: with its cookies and the CSRF token."""
        return self._sent("POST", address, status, json=body or {})

    def patch(self, address: str, body: Any) -> Any:
        return self._sent("PATCH", address, 200, json=body)

    def put(self, address: str, body: Any) -> Any:
        return self._sent("PUT", address, 200, json=body)

    def upload(self, address: str, **files: tuple[str, bytes]) -> Any:
        return self._sent("POST", address, 202, files=files)

    def get(self, address: str) -> Any:
        answer = self.http.get(address)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def _sent(self, method: str, address: str, status: int, **body: Any) -> Any:
        csrf = self.http.get("/api/auth/csrf/").json()["csrfToken"]
        answer = self.http.request(method, address, headers={"X-CSRFToken": csrf}, **body)
        assert answer.status_code == status, answer.text
        return answer.json()

    def sign_up(self, first_name: str) -> None:
        """Make an account, prove the address by the mail, and sign in."""
        body = {"email": self.email, "password": PASSWORD, "first_name": first_name, "last_name": "Newcomer"}
        self.post("/api/auth/signup/", body)
        self.post("/api/auth/verify-email/", {"token": self.mailed_token()}, status=200)
        known = {"email": self.email, "password": PASSWORD}
        self.bearer = self.post("/api/auth/token/", known, status=200)["access"]

    def at_the_talent_engine(self, address: str, body: Any) -> None:
        """Send something to the door that has what members are made by, and reads no cookie."""
        headers = {"Authorization": f"Bearer {self.bearer}"}
        answer = self.http.post(f"/api/talent-engine/{address}", json=body, headers=headers)
        assert answer.is_success, answer.text

    def mailed_token(self) -> str:
        """Return the token in the link of the last mail."""
        found = re.search(r"[\w-]+:[\w-]+:[\w-]+", unquote(self.mails()[0].text))
        assert found, self.mails()[0].text
        return found[0]

    def mails(self) -> list[Mail]:
        return list(Mail.objects.filter(to=self.email).order_by("-pk"))


@contextmanager
def people(server: Server, *emails: str) -> Iterator[list[Person]]:
    clients = [httpx.Client(base_url=server.url, timeout=20, headers=FRONT_END) for _ in emails]
    try:
        yield [Person(client, email) for client, email in zip(clients, emails, strict=True)]
    finally:
        for client in clients:
            client.close()
