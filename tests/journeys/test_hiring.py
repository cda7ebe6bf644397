"""Somebody finds a job, and an organization somebody for it, over the real server, nothing mocked.

Both use front ends that are served from elsewhere, and are signed in by cookie there.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from tests.domain.jobs.factory import PRINTED
from tests.serving import Server
from trellis.core.models import Mail

pytestmark = pytest.mark.django_db(transaction=True)
FRONT_END = {"Origin": "http://localhost:5173"}
PASSWORD = "A-l0ng-Passw0rd"


class Person:
    """A browser at a front end elsewhere."""

    def __init__(self, http: httpx.Client, email: str) -> None:
        self.http, self.email = http, email

    def post(self, address: str, body: Any = None, *, status: int = 201) -> Any:
        """Send something, as the browser does it: with its cookies and the CSRF token."""
        csrf = self.http.get("/api/auth/csrf/").json()["csrfToken"]
        answer = self.http.post(address, json=body or {}, headers={"X-CSRFToken": csrf})
        assert answer.status_code == status, answer.text
        return answer.json()

    def get(self, address: str) -> Any:
        answer = self.http.get(address)
        assert answer.status_code == 200, answer.text
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
def _people(server: Server, *emails: str) -> Iterator[list[Person]]:
    clients = [httpx.Client(base_url=server.url, timeout=20, headers=FRONT_END) for _ in emails]
    try:
        yield [Person(client, email) for client, email in zip(clients, emails, strict=True)]
    finally:
        for client in clients:
            client.close()


def test_from_two_registrations_to_a_decision(server: Server) -> None:
    with _people(server, "olga@example.com", "rita@example.com", "kim@example.com") as (olga, rita, kim):
        olga.sign_up("Olga")
        olga.at_the_talent_engine("tenants/", {"name": "Open Works", "domain": "works.example"})
        olga.at_the_talent_engine("members/invitations/", {"email": rita.email, "role": "manager"})
        invitation = rita.mailed_token()
        rita.sign_up("Rita")
        rita.at_the_talent_engine("members/invitations/accept/", {"token": invitation})
        job = rita.post("/api/channels/jobs/", PRINTED)

        kim.sign_up("Kim")
        kim.post("/api/candidates/profiles/", {"expected_salary_range": "enough"})
        kim.post("/api/candidates/skills/", {"name": "Django"})
        found = kim.get("/api/channels/jobs/browse/?q=engineer&skills=django")
        assert found[0]["id"] == job["id"]
        address = f"/api/channels/jobs/{job['id']}/"
        made = kim.post(f"{address}apply/")

        for reader in (olga, rita):
            assert "Kim Newcomer has applied" in reader.mails()[0].subject
        (read,) = rita.get(f"{address}applications/")
        assert (read["number"], read["sent"]["skills"]) == (made["number"], ["Django"])
        decision = {"decision": "shortlist", "message": "We would like to hear more."}
        rita.post(f"{address}applications/{made['id']}/decision/", decision, status=200)

        (own,) = kim.get("/api/channels/candidate/applications/")
        assert (own["stage"], own["message"]) == ("shortlisted", decision["message"])
        assert "shortlist" in kim.mails()[0].subject and decision["message"] in kim.mails()[0].text
