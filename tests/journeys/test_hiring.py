"""Somebody finds a job, and an organization somebody for it, over the real server, nothing mocked.

Both use front ends that are served from elsewhere, and are signed in by cookie there.
"""

import pytest

from tests.domain.jobs.factory import PRINTED
from tests.journeys.front_ends import people
from tests.serving import Server

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_two_registrations_to_a_decision(server: Server) -> None:
    with people(server, "olga@example.com", "rita@example.com", "kim@example.com") as (olga, rita, kim):
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
