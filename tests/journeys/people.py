"""Somebody who uses SOOSH over HTTP, in an app and in a browser."""

import re
from typing import Any
from urllib.parse import unquote

import httpx

from tests.serving import Server
from trellis.core.models import Mail

PASSWORD = "A-l0ng-Passw0rd"


class Person:
    """A client of SOOSH, and once of Mansa, signed in by its token."""

    def __init__(self, server: Server, email: str) -> None:
        self.http = httpx.Client(base_url=server.url, timeout=30)
        self.email = email

    def ask(self, method: str, address: str, body: Any = None, *, status: int = 200, **query: Any) -> Any:
        """Return what is answered, once it is of that status."""
        path = address if address.startswith("/") else f"/api/v1/{address}"
        answer = self.http.request(method, path, json=body, params=query or None)
        assert answer.status_code == status, answer.text
        return answer.json()

    def get(self, address: str, **query: Any) -> Any:
        return self.ask("GET", address, **query)

    def post(self, address: str, body: Any = None, *, status: int = 200) -> Any:
        return self.ask("POST", address, body, status=status)

    def put(self, address: str, body: Any) -> Any:
        return self.ask("PUT", address, body)

    def register(self, name: str, username: str) -> None:
        """Make an account, and prove the address by the mail."""
        body = {"email": self.email, "password": PASSWORD, "full_name": name, "username": username}
        made = self.post("auth/register", body, status=201)
        self.http.headers["Authorization"] = f"Bearer {made['access_token']}"
        found = re.search(r"[\w-]+:[\w-]+:[\w-]+", unquote(self.mails()[0].text))
        assert found
        self.post("auth/verify-email", {"token": found[0]})

    def mails(self) -> list[Mail]:
        """Return what was written to them, the latest first."""
        return list(Mail.objects.filter(to=self.email))


class Browser:
    """The browser of somebody, signed in with their password."""

    def __init__(self, server: Server, email: str) -> None:
        self.http = httpx.Client(base_url=server.url, timeout=30)
        self.http.get("/sign-in/")
        self.send("/sign-in/", email=email, password=PASSWORD)

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def fetch(self, address: str) -> httpx.Response:
        """Return what is at an address, of which the path counts."""
        answer = self.http.get(_path(address))
        assert answer.status_code == 200, answer.text
        return answer

    def get(self, address: str) -> str:
        """Return the page at an address."""
        return self.fetch(address).text

    def send(self, address: str, *, status: int = 302, **form: str) -> str:
        """Send a form; return the page that answers it, or that it leads to."""
        token = self.http.cookies["csrftoken"]
        answer = self.http.post(_path(address), data={"csrfmiddlewaretoken": token, **form})
        assert answer.status_code == status, answer.text
        return self.get(answer.headers["Location"]) if status == 302 else answer.text


def _path(address: str) -> str:
    return httpx.URL(address).path
