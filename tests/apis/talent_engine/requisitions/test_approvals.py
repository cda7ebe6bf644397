"""`requisitions/<code>/approvals/`: where the stages stand, and deciding on the next."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.domain.requisitions.factory import (
    MANAGER,
    OTHER,
    OWNER,
    STAFF,
    TWO_STAGES,
    admin_of_appbrew,
    requisition_of,
)
from trellis.domain.approvals.models import Decision
from trellis.domain.requisitions.models import Requisition

pytestmark = pytest.mark.usefixtures("world", "no_requisitions")
YES, NO = {"decision": "approved"}, {"decision": "rejected"}
JANE = {
    "id": "2",
    "email": "manager@appbrew.com",
    "first_name": "Jane",
    "last_name": "Smith",
    "job_role": "manager",
}


def _address(requisition: Requisition) -> str:
    return f"/api/talent-engine/requisitions/{requisition.code}/approvals/"


@pytest.fixture
def requisition(world: None) -> Requisition:
    return requisition_of(STAFF, status="pending", approval_workflow=TWO_STAGES)


class TestReading:
    def test_it_shows_the_stages_and_whether_the_caller_may_decide(
        self, signed_in: SignIn, requisition: Requisition
    ) -> None:
        answer = signed_in(MANAGER).get(_address(requisition)).json()
        open_stage = {
            "name": "Manager Approval",
            "approvers": ["manager@company.com"],
            "required": True,
            "state": "open",
            "decided_by": None,
            "decided_at": None,
            "comment": None,
        }
        waiting = {**open_stage, "name": "HR Approval", "approvers": ["hr@company.com"], "state": "waiting"}
        assert answer == {
            "round": 1,
            "status": "pending",
            "next_stage": "Manager Approval",
            "can_decide": True,
            "stages": [open_stage, waiting],
        }
        assert signed_in(STAFF).get(_address(requisition)).json()["can_decide"] is False

    def test_the_number_of_queries_does_not_grow_with_the_stages(self, signed_in: SignIn) -> None:
        client = signed_in(MANAGER)
        counts = []
        for stages in (1, 9):
            workflow = {"stages": [{"name": f"S{n}", "approvers": [f"a{n}@x.org"]} for n in range(stages)]}
            address = _address(requisition_of(STAFF, approval_workflow=workflow))
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 6


class TestDeciding:
    def test_stage_by_stage_to_the_end(self, signed_in: SignIn, requisition: Requisition) -> None:
        address = _address(requisition)
        first = signed_in(MANAGER).post(address, {**YES, "comment": "Good."})
        assert first.status_code == 200
        assert first.json()["status"] == "pending"
        assert first.json()["next_stage"] == "HR Approval"
        decided = first.json()["stages"][0]
        assert (decided["state"], decided["decided_by"], decided["comment"]) == ("approved", JANE, "Good.")
        assert decided["decided_at"].endswith("Z") and len(decided["decided_at"]) == 24
        last = signed_in(OWNER).post(address, {**YES, "stage": "HR Approval"})
        assert (last.json()["status"], last.json()["next_stage"]) == ("approved", None)
        assert last.json()["can_decide"] is False
        again = signed_in(OWNER).post(address, YES)
        assert again.status_code == 409
        assert again.json() == {"detail": "A requisition that is approved cannot be decided."}

    def test_a_no_rejects_the_requisition(self, signed_in: SignIn, requisition: Requisition) -> None:
        answer = signed_in(MANAGER).post(_address(requisition), {**NO, "comment": "Not now."})
        assert answer.json()["status"] == "rejected"
        assert [stage["state"] for stage in answer.json()["stages"]] == ["rejected", "skipped"]
        requisition.refresh_from_db()
        assert (requisition.status, requisition.approved_by) == ("rejected", None)

    def test_a_stage_out_of_turn_is_told_which_is_open(
        self, signed_in: SignIn, requisition: Requisition
    ) -> None:
        answer = signed_in(MANAGER).post(_address(requisition), {**YES, "stage": "HR Approval"})
        assert answer.status_code == 409
        assert answer.json() == {"detail": 'The stage that is open is "Manager Approval".'}

    def test_a_listed_member_decides_whatever_their_role(self, signed_in: SignIn) -> None:
        workflow = {"stages": [{"name": "Peer", "approvers": ["STAFF@appbrew.com"], "required": True}]}
        address = _address(requisition_of(MANAGER, approval_workflow=workflow))
        assert signed_in(OWNER).post(address, YES).status_code == 403
        assert signed_in(STAFF).get(address).json()["can_decide"] is True
        assert signed_in(STAFF).post(address, YES).json()["status"] == "approved"


class TestWhoMay:
    @pytest.mark.parametrize(
        ("username", "reading", "deciding"),
        [
            (OWNER, 200, 200),
            ("appbrew_admin", 200, 200),
            (MANAGER, 200, 200),
            (STAFF, 200, 403),
            (OTHER, 404, 404),
            ("johndoe", 403, 403),
            (None, 401, 401),
        ],
    )
    def test_by_role(
        self, signed_in: SignIn, requisition: Requisition, username: str | None, reading: int, deciding: int
    ) -> None:
        admin_of_appbrew()
        client = signed_in(username) if username else APIClient()
        assert client.get(_address(requisition)).status_code == reading
        assert client.post(_address(requisition), YES).status_code == deciding

    def test_a_manager_does_not_approve_what_they_asked_for(self, signed_in: SignIn) -> None:
        address = _address(requisition_of(MANAGER, status="pending"))
        assert signed_in(MANAGER).post(address, YES).status_code == 403
        assert signed_in(OWNER).post(address, YES).status_code == 200

    def test_a_deleted_one_and_an_unknown_one_are_not_found(self, signed_in: SignIn) -> None:
        deleted = requisition_of(STAFF, is_deleted=True)
        for code in (deleted.code, "APP-JR-0", "a%00b", "%FF"):
            answer = signed_in(OWNER).get(f"/api/talent-engine/requisitions/{code}/approvals/")
            assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "decision"),
        ({"decision": "maybe"}, "decision"),
        ({"decision": ["approved"]}, "decision"),
        ({**YES, "comment": "a\x00b"}, "comment"),
        ({**YES, "comment": {"a": 1}}, "comment"),
        ({**YES, "comment": "x" * 5001}, "comment"),
        ({**YES, "stage": "x" * 151}, "stage"),
        ({**YES, "stage": ["x"]}, "stage"),
        ([YES], "non_field_errors"),
    ],
)
def test_what_cannot_be_so_is_named(
    signed_in: SignIn, requisition: Requisition, body: Any, field: str
) -> None:
    answer = signed_in(MANAGER).post(_address(requisition), body)
    assert answer.status_code == 400
    assert list(answer.json()) == [field]
    assert not Decision.objects.exists()


def test_another_tenants_id_in_the_body_is_a_mismatch(signed_in: SignIn, requisition: Requisition) -> None:
    body = {**YES, "tenant_id": "6b0c0d39-63e8-4b7e-8f0e-7a1c9d2f4e55"}
    answer = signed_in(MANAGER).post(_address(requisition), body)
    assert (answer.status_code, answer.json()) == (400, {"detail": "Tenant ID mismatch."})
