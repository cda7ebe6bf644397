"""Every request that the document prints of jobs and applications, sent to the demo world as printed."""

from json import dumps
from typing import Any

from rest_framework.test import APIClient

from tests.apis.enabled_talent.channels.conftest import BASE
from tests.domain.jobs.factory import PRINTED


def _sent(client: APIClient, method: str, address: str, body: Any = None) -> tuple[int, Any]:
    answer: Any = client.generic(method, f"{BASE}{address}", *_as_json(body))
    return answer.status_code, answer.json() if answer.content else None


def _as_json(body: Any) -> tuple[str, ...]:
    return () if body is None else (dumps(body), "application/json")


def test_the_printed_requests_of_jobs_work(
    posts_alone: None, emma: APIClient, cam: APIClient, api: APIClient
) -> None:
    status, jobs = _sent(api, "GET", "jobs/browse/")
    newest = jobs[0]
    assert status == 200 and newest.items() >= PRINTED.items()
    status, hers = _sent(emma, "GET", "jobs/")
    oldest = hers[-1]
    assert status == 200 and hers[0]["id"] == newest["id"]
    # With the header of a JSON body, and none: as the example sends it.
    applied = cam.post(f"{BASE}jobs/{newest['id']}/apply/", content_type="application/json")
    assert applied.status_code == 201
    (made,) = _sent(emma, "GET", f"jobs/{oldest['id']}/applications/")[1]
    address = f"jobs/{oldest['id']}/applications/{made['id']}/decision/"
    assert _sent(emma, "POST", address, {"decision": "shortlisted"})[0] == 200
    own = _sent(cam, "GET", "candidate/applications/")[1]
    assert [each["stage"] for each in own] == ["applied", "shortlisted"]
    status, job = _sent(emma, "POST", "jobs/", PRINTED)
    assert status == 201
    at = f"jobs/{job['id']}/"
    answers = [
        _sent(emma, "GET", at),
        _sent(emma, "PUT", at, PRINTED),
        _sent(emma, "PATCH", at, {"title": "Engineer"}),
        _sent(emma, "POST", f"{at}rank-candidates/"),
        _sent(emma, "GET", f"{at}ranking-data/"),
        _sent(emma, "POST", "agent/", {"message": "Hello"}),
        _sent(emma, "DELETE", at),
    ]
    assert [status for status, _ in answers] == [200, 200, 200, 200, 200, 200, 204]
