"""What the document lets anybody do: count an application, close one, close many."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.test.utils import override_settings
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.crowd import at_once
from tests.domain.requisitions.factory import (
    MANAGER,
    NORTHWIND,
    OTHER,
    OWNER,
    STAFF,
    admin_of_appbrew,
    job_of,
    requisition_of,
)
from trellis.core.models import Event
from trellis.domain.requisitions.models import Requisition

pytestmark = pytest.mark.usefixtures("world", "no_requisitions")
ROOT = "/api/talent-engine/requisitions/public"
BATCH = f"{ROOT}/close/batch/"
CLOSED_DOOR = override_settings(TRELLIS_OPEN_CONTRACT=False, TRELLIS_SERVICE_KEYS=["", "a-service-key"])


def _close(code: str) -> str:
    return f"{ROOT}/close/{code}/"


def _count(job: Requisition) -> str:
    return f"{ROOT}/update-applications/{job.unique_link}/"


def _status(requisition: Requisition) -> str:
    requisition.refresh_from_db()
    return str(requisition.status)


class TestCounting:
    def test_it_answers_as_printed(self, api: APIClient) -> None:
        job = job_of(num_of_applications=12)
        answer = api.post(_count(job))
        assert answer.status_code == 200
        updated_at = answer.json()["data"].pop("updated_at")
        assert answer.json() == {
            "detail": "Incremented num_of_applications to 13",
            "data": {"id": job.code, "title": "Senior Python Developer", "num_of_applications": 13},
        }
        assert updated_at > "2026-03-02T09:30:00.000Z" and updated_at.endswith("Z")
        job.refresh_from_db()
        assert (job.num_of_applications, job.version) == (13, 1)

    @pytest.mark.parametrize(
        "fields",
        [{"status": "closed"}, {"publish_status": False}, {"is_deleted": True}],
    )
    def test_what_is_not_public_takes_none(self, api: APIClient, fields: dict[str, Any]) -> None:
        job = job_of(**fields)
        assert api.post(_count(job)).status_code == 404
        job.refresh_from_db()
        assert job.num_of_applications == 0

    def test_no_link_of_any_kind_fails(self, api: APIClient) -> None:
        for link in ("nothing", "a%00b", "%FF", "x" * 3000):
            assert api.post(f"{ROOT}/update-applications/{link}/").status_code == 404
        assert api.get(f"{ROOT}/update-applications/nothing/").status_code == 405

    def test_whoever_applies_may_be_signed_in(self, signed_in: SignIn) -> None:
        job = job_of()
        for username in ("candidate", OTHER, STAFF):
            assert signed_in(username).post(_count(job)).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_all_count(world: None) -> None:
    address, requisition = "", job_of()
    address = _count(requisition)
    codes = at_once(50, lambda _: [APIClient().post(address).status_code for _ in range(2)])
    assert codes == [[200, 200]] * 50
    requisition.refresh_from_db()
    assert requisition.num_of_applications == 100


class TestClosing:
    def test_it_answers_as_printed(self, api: APIClient) -> None:
        job = job_of()
        answer = api.post(_close(job.code))
        assert answer.status_code == 200
        assert answer.json() == {
            "detail": f"Job requisition {job.code} status changed to closed.",
            "id": job.code,
            "status": "closed",
        }
        assert _status(job) == "closed"
        event = Event.objects.get(kind="requisition.closed")
        assert (event.actor_id, event.subject_id, event.tenant_id) == (None, str(job.pk), job.organization_id)
        assert event.data["changes"] == {"status": ["open", "closed"]}

    def test_twice_is_once(self, api: APIClient) -> None:
        job = job_of()
        first = api.post(_close(job.code)).json()
        assert api.post(_close(job.code)).json() == first
        assert Event.objects.filter(kind="requisition.closed").count() == 1
        job.refresh_from_db()
        assert job.version == 2

    @pytest.mark.parametrize(
        ("status", "code"),
        [("draft", 200), ("pending", 200), ("approved", 200), ("rejected", 409), ("cancelled", 409)],
    )
    def test_from_where_it_may_be_closed(self, api: APIClient, status: str, code: int) -> None:
        requisition = requisition_of(status=status)
        assert api.post(_close(requisition.code)).status_code == code
        assert _status(requisition) == ("closed" if code == 200 else status)

    def test_what_is_not_there_is_404(self, api: APIClient) -> None:
        deleted = job_of(is_deleted=True)
        for code in (deleted.code, "APP-JR-0", "a%00b", "%FF"):
            answer = api.post(_close(code))
            assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


class TestClosingMany:
    def test_it_answers_as_printed(self, api: APIClient) -> None:
        one, two = job_of(), job_of(OTHER)
        answer = api.post(BATCH, {"job_requisition_ids": [two.code, one.code]})
        assert (answer.status_code, answer.json()) == (
            200,
            {"closed_jobs": [two.code, one.code], "not_found_jobs": []},
        )
        assert (_status(one), _status(two)) == ("closed", "closed")

    def test_each_is_answered_once_in_the_order_of_the_request(self, api: APIClient) -> None:
        job, closed, rejected = job_of(), job_of(status="closed"), requisition_of(status="rejected")
        codes = ["NO-JR-1", closed.code, job.code, job.code, rejected.code]
        assert api.post(BATCH, {"job_requisition_ids": codes}).json() == {
            "closed_jobs": [closed.code, job.code],
            "not_found_jobs": ["NO-JR-1", rejected.code],
        }
        assert Event.objects.filter(kind="requisition.closed").count() == 1

    @pytest.mark.parametrize(
        "given",
        [None, [], "APP-JR-0001", {"a": 1}, [None], [[]], [{}], ["a\x00"], ["x" * 31], ["x"] * 101, [""]],
    )
    def test_what_cannot_be_so_is_named(self, api: APIClient, given: Any) -> None:
        answer = api.post(BATCH, {"job_requisition_ids": given})
        assert answer.status_code == 400
        assert list(answer.json()) == ["job_requisition_ids"]

    def test_a_body_that_is_no_object_is_refused(self, api: APIClient) -> None:
        for body in ([], "x", 5, None):
            assert api.post(BATCH, body).status_code == 400
        assert api.post(BATCH, b"\xff{", content_type="application/json").status_code == 400


class TestWhoIsSignedIn:
    """An account acts as itself, whether the contract is open or not."""

    @pytest.mark.parametrize("is_open", [True, False])
    @pytest.mark.parametrize(
        ("username", "code"),
        [(OWNER, 200), ("appbrew_admin", 200), (MANAGER, 200), (STAFF, 403), (OTHER, 404), ("johndoe", 403)],
    )
    def test_by_role(
        self, signed_in: SignIn, settings: LazySettings, username: str, code: int, is_open: bool
    ) -> None:
        settings.TRELLIS_OPEN_CONTRACT = is_open
        admin_of_appbrew()
        job = job_of()
        assert signed_in(username).post(_close(job.code)).status_code == code
        assert _status(job) == ("closed" if code == 200 else "open")

    def test_the_event_names_them(self, signed_in: SignIn) -> None:
        signed_in(MANAGER).post(_close(job_of().code))
        assert Event.objects.get(kind="requisition.closed").actor_id == 2

    def test_a_batch_closes_their_own_alone(self, signed_in: SignIn) -> None:
        own, foreign = job_of(OTHER), job_of(OWNER)
        answer = signed_in(OTHER).post(BATCH, {"job_requisition_ids": [own.code, foreign.code]})
        assert answer.json() == {"closed_jobs": [own.code], "not_found_jobs": [foreign.code]}
        assert _status(foreign) == "open"

    def test_another_tenants_id_is_a_mismatch(self, signed_in: SignIn) -> None:
        job = job_of()
        answer = signed_in(OWNER).post(_close(job.code), {"tenant_id": str(NORTHWIND)})
        assert (answer.status_code, answer.json()) == (400, {"detail": "Tenant ID mismatch."})

    def test_a_bad_token_is_401(self) -> None:
        job, client = job_of(), APIClient(HTTP_AUTHORIZATION="Bearer nonsense")
        assert client.post(_close(job.code)).status_code == 401


class TestWithTheContractClosed:
    @CLOSED_DOOR
    def test_nobody_may(self, api: APIClient) -> None:
        job = job_of()
        for address, body in [(_close(job.code), {}), (BATCH, {"job_requisition_ids": [job.code]})]:
            answer = api.post(address, body)
            assert answer.status_code == 401
            assert answer.json() == {"detail": "Authentication credentials were not provided."}
        assert api.post(_count(job)).status_code == 401
        assert (_status(job), job.num_of_applications) == ("open", 0)

    @CLOSED_DOOR
    @pytest.mark.parametrize(
        ("key", "code"), [("a-service-key", 200), ("another", 401), ("", 401), ("ü", 401)]
    )
    def test_a_service_may_by_its_key(self, key: str, code: int) -> None:
        one, two = job_of(), job_of(OTHER)
        client = APIClient(HTTP_X_SERVICE_KEY=key)
        assert client.post(_count(one)).status_code == code
        assert client.post(_close(one.code)).status_code == code
        assert client.post(BATCH, {"job_requisition_ids": [two.code]}).status_code == code
        assert _status(two) == ("closed" if code == 200 else "open")

    @CLOSED_DOOR
    @pytest.mark.parametrize(
        ("username", "code"), [(OWNER, 200), (MANAGER, 200), (STAFF, 403), (OTHER, 404), ("candidate", 403)]
    )
    def test_applications_are_counted_by_the_tenants_own(
        self, signed_in: SignIn, username: str, code: int
    ) -> None:
        assert signed_in(username).post(_count(job_of())).status_code == code

    @CLOSED_DOOR
    def test_reading_stays_open(self, api: APIClient) -> None:
        job_of()
        assert api.get(f"{ROOT}/published/").json()["count"] == 1


@pytest.mark.usefixtures("world")
def test_the_open_calls_have_a_limit_of_their_own(api: APIClient, settings: LazySettings) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "talent_engine_public": [(2, 60)]}
    job = job_of()
    assert [api.post(_count(job)).status_code for _ in range(3)] == [200, 200, 429]
    refused = api.post(_close(job.code))
    assert (refused.status_code, refused.json()) == (429, {"detail": "Request rate limit exceeded."})
    assert int(refused["Retry-After"]) > 0
    assert api.get(f"{ROOT}/published/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_batches_that_cross_do_not_wait_for_each_other(world: None) -> None:
    codes = [job_of().code for _ in range(6)]

    def close(number: int) -> int:
        wanted = codes if number % 2 else codes[::-1]
        return int(APIClient().post(BATCH, {"job_requisition_ids": wanted}).status_code)

    assert at_once(8, close) == [200] * 8
    assert Event.objects.filter(kind="requisition.closed").count() == 6
