"""`requisitions/` and `requisitions/<code>/`: making, reading, changing and deleting one."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.domain.requisitions.factory import MANAGER, OTHER, OWNER, STAFF, requisition_of
from trellis.core.events import history_of, told_by
from trellis.core.models import Event
from trellis.domain.accounts.models import User
from trellis.domain.approvals.models import Decision
from trellis.domain.notifications.models import Notification
from trellis.domain.requisitions.models import ComplianceItem, Requisition

pytestmark = pytest.mark.usefixtures("world")
ROOT = "/api/talent-engine/requisitions/"
LEAST: dict[str, Any] = {
    "title": "Data Engineer",
    "job_type": "full_time",
    "position_type": "permanent",
    "location_type": "remote",
}
STAGES = {
    "stages": [
        {"name": "Manager Approval", "approvers": ["manager@appbrew.com"], "required": True},
        {"name": "HR Approval", "approvers": ["staff@appbrew.com"], "required": True},
    ]
}


def _of(requisition: Requisition | str) -> str:
    return f"{ROOT}{requisition if isinstance(requisition, str) else requisition.code}/"


def _row(requisition: Requisition) -> Requisition:
    return Requisition.objects.of_all_tenants().get(pk=requisition.pk)


def _patched(client: APIClient, requisition: Requisition, code: int = 200, /, **changes: Any) -> Any:
    response = client.patch(_of(requisition), changes)
    assert response.status_code == code, response.content
    return response.json()


class TestMaking:
    def test_the_least_that_can_be_said(self, signed_in: SignIn) -> None:
        response = signed_in(STAFF).post(ROOT, LEAST)
        assert response.status_code == 201
        made = response.json()
        assert (made["id"], made["job_application_code"]) == ("APP-JR-0004", "APP-JA-0004")
        assert made["requisition_number"] == f"REQ-{made['requested_date'].replace('-', '')}-0001"
        assert made["status"] == "draft"
        assert made["requested_by_id"] == made["created_by_id"] == made["updated_by_id"] == "203"
        assert made["approval_workflow"] == {"stages": []}
        assert made["compliance_checklist"] == made["requirements"] == []

    @pytest.mark.parametrize("title", ["数据工程师", "!!!", "a" * 200, "Ingénieur Données", "R&D / Ops"])
    def test_the_link_is_an_address_whatever_the_title(self, signed_in: SignIn, title: str) -> None:
        made = signed_in(OWNER).post(ROOT, {**LEAST, "title": title}).json()
        assert made["title"] == title
        beginning, _, chance = made["unique_link"].rpartition("-")
        assert beginning.startswith(f"{made['tenant_id']}{made['id']}")
        assert len(chance) == 9
        assert made["unique_link"].isascii()
        assert len(beginning) > len(f"{made['tenant_id']}{made['id']}")

    def test_what_is_not_the_callers_to_say_is_ignored(self, signed_in: SignIn) -> None:
        smuggled = {
            "id": "APP-JR-9999",
            "code": "APP-JR-9999",
            "requisition_number": "REQ-1",
            "unique_link": "mine",
            "requested_by_id": "1",
            "created_by_id": "1",
            "approved_by_id": "1",
            "approval_date": "2025-11-15T04:00:00Z",
            "publish_status": True,
            "is_deleted": True,
            "num_of_applications": 99,
            "version": 7,
            "organization": "6b0c0d39-63e8-4b7e-8f0e-7a1c9d2f4e55",
            "created_at": "2001-01-01T00:00:00Z",
        }
        made = signed_in(STAFF).post(ROOT, {**LEAST, **smuggled}).json()
        row = Requisition.objects.of_all_tenants().get(code=made["id"])
        assert made["id"] == "APP-JR-0004"
        assert (row.requested_by_id, row.approved_by_id, row.approval_date) == (203, None, None)
        assert (row.publish_status, row.is_deleted, row.num_of_applications, row.version) == (
            *(False, False, 0),
            1,
        )
        assert row.organization.name == "AppBrew"
        assert row.created_at.year > 2001

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", ""),
            ("title", "a\0b"),
            ("title", ["a"]),
            ("title", "a" * 201),
            ("job_type", "invalid_type"),
            ("status", "approved"),
            ("status", "deleted"),
            ("role", "owner"),
            ("number_of_candidates", 0),
            ("number_of_candidates", 10**30),
            ("number_of_candidates", "many"),
            ("requirements", "one"),
            ("requirements", [{}]),
            ("requirements", ["x"] * 101),
            ("deadline_date", "31.12.2025"),
            ("documents_required", [""]),
            ("compliance_checklist", {}),
            ("compliance_checklist", [{"description": "nameless"}]),
            ("approval_workflow", []),
            ("approval_workflow", {"stages": [{}]}),
            ("approval_workflow", {"stages": [{"name": "A", "approvers": ["nobody"]}]}),
            ("approval_workflow", {"stages": [{"name": "A"}, {"name": "a"}]}),
            ("approval_workflow", {"stages": [{"name": str(n)} for n in range(21)]}),
            ("approval_workflow", {"stages": [{"name": "A", "approvers": ["a@b.example"] * 51}]}),
        ],
    )
    def test_bad_input_is_named_and_makes_nothing(self, signed_in: SignIn, field: str, value: Any) -> None:
        response = signed_in(OWNER).post(ROOT, {**LEAST, field: value})
        assert response.status_code == 400
        assert list(response.json()) == [field]
        assert Requisition.objects.of_all_tenants().count() == 4

    def test_the_documents_own_sentences(self, signed_in: SignIn) -> None:
        response = signed_in(OWNER).post(ROOT, {**LEAST, "title": None, "job_type": "invalid_type"})
        assert response.json()["job_type"] == ['"invalid_type" is not a valid choice.']
        other = signed_in(OWNER).post(ROOT, {**LEAST, "location_type": "moon"}).json()["location_type"]
        assert other == ['"moon" is not a valid choice.', "Must be one of: on_site, remote, hybrid."]
        without = {key: value for key, value in LEAST.items() if key != "title"}
        assert signed_in(OWNER).post(ROOT, without).json() == {"title": ["This field is required."]}

    def test_who_hires_all_the_time_takes_applications_after_the_first_start(self, signed_in: SignIn) -> None:
        owner, dates = signed_in(OWNER), {"deadline_date": "2026-01-16", "start_date": "2026-01-15"}
        made = owner.post(ROOT, {**LEAST, **dates})
        assert made.status_code == 201
        assert {name: made.json()[name] for name in dates} == dates
        assert owner.post(ROOT, {**LEAST, "deadline_date": "2001-01-01"}).status_code == 201
        moved = owner.patch(f"{ROOT}{made.json()['id']}/", {"deadline_date": "2026-06-30"})
        assert (moved.status_code, moved.json()["deadline_date"]) == (200, "2026-06-30")
        assert moved.json()["start_date"] == "2026-01-15"

    @pytest.mark.parametrize("nothing", [None, ""])
    def test_what_forms_send_for_nothing_is_nothing(self, signed_in: SignIn, nothing: Any) -> None:
        owner = signed_in(OWNER)
        names = ("salary_range", "approval_workflow", "deadline_date", "requirements", "role", "status")
        made = owner.post(ROOT, {**LEAST, **dict.fromkeys(names, nothing)})
        assert made.status_code == 201, made.content
        told = made.json()
        assert (told["salary_range"], told["deadline_date"], told["requirements"]) == ("", None, [])
        assert (told["role"], told["status"], told["approval_workflow"]["stages"]) == ("staff", "draft", [])
        full = {
            "salary_range": "£1",
            "deadline_date": "2027-01-01",
            "approval_workflow": STAGES,
            "role": "admin",
        }
        address = f"{ROOT}{told['id']}/"
        assert owner.patch(address, full).status_code == 200
        emptied = owner.patch(address, dict.fromkeys([*full, "publish_status"], nothing)).json()
        assert (emptied["salary_range"], emptied["deadline_date"]) == ("", None)
        assert emptied["approval_workflow"].get("stages", []) == []
        assert (emptied["role"], emptied["publish_status"]) == ("admin", False)

    def test_documents_have_short_names_once(self, signed_in: SignIn) -> None:
        documents = ["Curriculum Vitae (CV)", "Portfolio", "cv", "Portfolio"]
        made = signed_in(OWNER).post(ROOT, {**LEAST, "documents_required": documents}).json()
        assert made["documents_required"] == ["CV", "Portfolio"]

    def test_submitted_at_once_the_first_approvers_are_asked(self, signed_in: SignIn) -> None:
        made = signed_in(STAFF).post(ROOT, {**LEAST, "status": "pending", "approval_workflow": STAGES})
        assert made.json()["status"] == "pending"
        (notice,) = Notification.objects.all()
        assert notice.recipient.username == MANAGER
        assert made.json()["id"] in notice.title
        kinds = Event.objects.filter(subject_type="requisitions.requisition").order_by("-id")[:2]
        assert [event.kind for event in kinds] == ["requisition.submitted", "requisition.created"]

    def test_another_tenants_id_in_the_body(self, signed_in: SignIn) -> None:
        body = {**LEAST, "tenant_id": "6b0c0d39-63e8-4b7e-8f0e-7a1c9d2f4e55"}
        response = signed_in(OWNER).post(ROOT, body)
        assert (response.status_code, response.json()) == (400, {"detail": "Tenant ID mismatch."})


class TestWho:
    @pytest.mark.parametrize(
        ("who", "status"), [(OWNER, 200), (MANAGER, 200), (STAFF, 200), (OTHER, 404), ("johndoe", 403)]
    )
    def test_who_reads(self, signed_in: SignIn, who: str, status: int) -> None:
        assert signed_in(who).get(_of("APP-JR-0001")).status_code == status

    @pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
    def test_nobody_is_401_and_another_tenant_404(
        self, api: APIClient, signed_in: SignIn, method: str
    ) -> None:
        assert getattr(api, method)(_of("APP-JR-0001"), LEAST).status_code == 401
        other = getattr(signed_in(OTHER), method)(_of("APP-JR-0001"), LEAST)
        absent = getattr(signed_in(OTHER), method)(_of("APP-JR-9999"), LEAST)
        assert (other.status_code, other.content) == (404, b'{"detail":"Not found."}')
        assert (absent.status_code, absent.content) == (404, other.content)

    @pytest.mark.parametrize(
        ("by", "status", "expected"),
        [
            (STAFF, "draft", 200),
            (STAFF, "rejected", 200),
            (STAFF, "pending", 403),
            (STAFF, "open", 403),
            (OWNER, "draft", 403),
        ],
    )
    def test_staff_edit_their_own_while_nobody_decides(
        self, signed_in: SignIn, by: str, status: str, expected: int
    ) -> None:
        requisition = requisition_of(by, status=status)
        _patched(signed_in(STAFF), requisition, expected, title="Other")
        assert _row(requisition).title == ("Other" if expected == 200 else requisition.title)

    def test_staff_submit_but_do_not_approve_publish_or_cancel(self, signed_in: SignIn) -> None:
        staff = signed_in(STAFF)
        for changes in ({"status": "approved"}, {"status": "cancelled"}, {"publish_status": True}):
            _patched(staff, requisition_of(STAFF), 403, **changes)
        assert _patched(staff, requisition_of(STAFF), status="pending")["status"] == "pending"

    def test_staff_cannot_approve_in_a_managers_name(self, signed_in: SignIn) -> None:
        requisition = requisition_of(STAFF)
        _patched(signed_in(STAFF), requisition, 403, status="approved", approved_by_id="2")
        assert not Decision.objects.filter(subject_id=str(requisition.pk)).exists()

    @pytest.mark.parametrize(
        ("who", "by", "status"),
        [
            (OWNER, STAFF, 200),
            (MANAGER, MANAGER, 200),
            (MANAGER, STAFF, 403),
            (STAFF, STAFF, 200),
            (STAFF, OWNER, 403),
        ],
    )
    def test_who_deletes_whose(self, signed_in: SignIn, who: str, by: str, status: int) -> None:
        requisition = requisition_of(by)
        assert signed_in(who).delete(_of(requisition)).status_code == status
        assert _row(requisition).is_deleted is (status == 200)


class TestChanging:
    def test_the_document_approves_a_draft(self, signed_in: SignIn) -> None:
        made = signed_in(OWNER).post(ROOT, {**LEAST, "approval_workflow": _outside()}).json()
        requisition = Requisition.objects.of_all_tenants().get(code=made["id"])
        shown = _patched(
            signed_in(OWNER),
            requisition,
            status="approved",
            approved_by_id="2",
            approval_date="2025-11-15T04:00:00Z",
            comment="Approved for publishing",
            publish_status=True,
        )
        assert (shown["status"], shown["publish_status"]) == ("approved", True)
        assert (shown["approved_by_id"], shown["approval_date"]) == ("2", "2025-11-15T04:00:00.000Z")
        assert shown["approved_by"]["job_role"] == "manager"
        assert shown["updated_by_id"] == "1"
        decided = Decision.objects.filter(subject_id=str(requisition.pk)).order_by("stage")
        assert [(each.decided_by_id, each.recorded_by_id) for each in decided] == [(2, 1), (2, 1)]

    def test_a_required_stage_that_stays_open_refuses_all_of_it(self, signed_in: SignIn) -> None:
        requisition = requisition_of(STAFF, status="pending", approval_workflow=STAGES)
        answer = _patched(signed_in(MANAGER), requisition, 400, status="approved", title="New title")
        assert answer == {"status": ['Stage "HR Approval" has to be approved first.']}
        row = _row(requisition)
        assert (row.status, row.title, row.version) == ("pending", requisition.title, 1)
        assert not Decision.objects.filter(subject_id=str(requisition.pk)).exists()

    def test_a_rejection_is_told_and_decided_anew_when_submitted_again(self, signed_in: SignIn) -> None:
        requisition = requisition_of(STAFF, status="pending")
        rejected = _patched(signed_in(MANAGER), requisition, status="rejected", comment="Too dear")
        assert (rejected["status"], rejected["comment"]) == ("rejected", "Too dear")
        (notice,) = Notification.objects.filter(recipient__username=STAFF)
        assert "rejected" in notice.title
        _patched(signed_in(STAFF), requisition, status="pending", salary_range="less")
        approved = _patched(signed_in(MANAGER), requisition, status="approved")
        assert approved["approved_by_id"] == "2"
        rounds = Decision.objects.filter(subject_id=str(requisition.pk)).order_by("round")
        assert [(each.round, each.ruling) for each in rounds] == [(1, "rejected"), (2, "approved")]

    @pytest.mark.parametrize("given", ["999", "204", "203000"])
    def test_only_a_member_can_be_the_approver(self, signed_in: SignIn, given: str) -> None:
        requisition = requisition_of(STAFF)
        answer = _patched(signed_in(OWNER), requisition, 400, status="approved", approved_by_id=given)
        assert answer == {"approved_by_id": ["There is no such member."]}

    @pytest.mark.parametrize(
        ("current", "wanted", "allowed"),
        [
            ("draft", "closed", "pending, approved, cancelled"),
            ("draft", "rejected", "pending, approved, cancelled"),
            ("pending", "open", "draft, approved, rejected, cancelled"),
            ("approved", "draft", "open, closed, cancelled"),
            ("closed", "draft", "open"),
            ("cancelled", "open", "draft"),
        ],
    )
    def test_a_step_that_there_is_not(
        self, signed_in: SignIn, current: str, wanted: str, allowed: str
    ) -> None:
        answer = _patched(signed_in(OWNER), requisition_of(STAFF, status=current), 400, status=wanted)
        assert answer == {"status": [f"A requisition that is {current} can become: {allowed}."]}

    def test_only_what_is_approved_is_published(self, signed_in: SignIn) -> None:
        owner, draft = signed_in(OWNER), requisition_of(STAFF)
        answer = _patched(owner, draft, 400, publish_status=True)
        assert list(answer) == ["publish_status"]
        requisition = requisition_of(STAFF, status="approved")
        assert _patched(owner, requisition, publish_status=True)["published_at"] is not None
        assert _patched(owner, requisition, status="open")["publish_status"] is True
        assert _patched(owner, requisition, status="closed")["publish_status"] is True
        assert _patched(owner, requisition, status="open")["publish_status"] is True
        assert _patched(owner, requisition, publish_status=False)["publish_status"] is False
        _patched(owner, requisition, publish_status=True)
        assert _patched(owner, requisition, status="cancelled")["publish_status"] is False

    def test_the_workflow_stays_once_somebody_has_decided_by_it(self, signed_in: SignIn) -> None:
        requisition = requisition_of(STAFF, status="pending", approval_workflow=STAGES)
        approvals = f"{_of(requisition)}approvals/"
        assert signed_in(MANAGER).post(approvals, {"decision": "approved"}).status_code == 200
        _patched(signed_in(OWNER), requisition, 409, approval_workflow={"stages": []})
        assert _patched(signed_in(OWNER), requisition, approval_workflow=STAGES)["status"] == "pending"

    def test_what_a_get_answers_can_be_put_back(self, signed_in: SignIn) -> None:
        owner = signed_in(OWNER)
        shown = owner.get(_of("APP-JR-0001")).json()
        response = owner.put(_of("APP-JR-0001"), shown)
        assert response.status_code == 200, response.content
        assert response.json() == shown

    def test_a_put_says_what_must_be_said_and_leaves_the_rest(self, signed_in: SignIn) -> None:
        requisition = requisition_of(STAFF, salary_range="much")
        response = signed_in(OWNER).put(_of(requisition), {"title": "Only a title"})
        assert set(response.json()) == {"job_type", "position_type", "location_type"}
        changed = signed_in(OWNER).put(_of(requisition), LEAST).json()
        assert (changed["title"], changed["salary_range"]) == ("Data Engineer", "much")

    def test_changes_are_recorded_from_what_to_what(self, signed_in: SignIn) -> None:
        requisition = requisition_of(STAFF, deadline_date="2026-05-01")
        _patched(signed_in(OWNER), requisition, title="Other", deadline_date=None, status="pending")
        events = history_of(requisition)
        assert [(event.kind, event.actor_id, told_by(event)["changes"]) for event in events] == [
            (
                *("requisition.changed", 1),
                {"title": ["Senior Python Developer", "Other"], "deadline_date": ["2026-05-01", None]},
            ),
            ("requisition.submitted", 1, {"status": ["draft", "pending"]}),
        ]

    def test_a_change_of_nothing_is_none(self, signed_in: SignIn) -> None:
        requisition = requisition_of(STAFF)
        _patched(signed_in(OWNER), requisition, title=requisition.title, status="draft")
        assert _row(requisition).version == 1
        assert not history_of(requisition).exists()

    def test_checks_of_a_change_are_ignored(self, signed_in: SignIn) -> None:
        checklist = [{"name": "New"}]
        _patched(signed_in(OWNER), requisition := requisition_of(STAFF), compliance_checklist=checklist)
        assert not ComplianceItem.objects.filter(requisition=requisition).exists()

    def test_a_deadline_moves_on_alone(self, signed_in: SignIn) -> None:
        requisition = requisition_of(STAFF, start_date="2026-05-01")
        moved = _patched(signed_in(OWNER), requisition, deadline_date="2026-05-02")
        assert (moved["deadline_date"], moved["start_date"]) == ("2026-05-02", "2026-05-01")


class TestVersions:
    def test_a_stale_change_is_412(self, signed_in: SignIn) -> None:
        owner, requisition = signed_in(OWNER), requisition_of(STAFF)
        seen = owner.get(_of(requisition))["ETag"]
        first = owner.patch(_of(requisition), {"title": "First"}, HTTP_IF_MATCH=seen)
        assert (first.status_code, first["ETag"]) == (200, '"2"')
        late = owner.patch(_of(requisition), {"title": "Late"}, HTTP_IF_MATCH=seen)
        assert (late.status_code, late.json()) == (
            412,
            {"detail": "This has been changed in the meantime."},
        )
        assert _row(requisition).title == "First"

    @pytest.mark.parametrize(
        ("given", "status"),
        [
            *[('"1"', 200), ('W/"1"', 200), ("*", 200), ('"x"', 412), ("", 412), ('"99999999999999"', 412)],
            *[('"zzz","1"', 200), ('"1" , "2"', 200), (', W/"2",\tW/"1",', 200), ('"2", "3"', 412)],
            *[('"1', 412), ("1", 412), ('"zzz", *', 412), ('w/"1"', 412), ('"x, 1"', 412), ('"1 "', 412)],
        ],
    )
    def test_what_names_the_version(self, signed_in: SignIn, given: str, status: int) -> None:
        response = signed_in(OWNER).put(_of(requisition_of(STAFF)), LEAST, HTTP_IF_MATCH=given)
        assert response.status_code == status

    def test_what_has_been_changed_is_not_deleted_unseen(self, signed_in: SignIn) -> None:
        owner, requisition = signed_in(OWNER), requisition_of(STAFF)
        _patched(owner, requisition, title="Changed")
        address = _of(requisition)
        assert owner.delete(address, headers={"If-Match": '"1"'}).status_code == 412
        assert owner.get(address).status_code == 200
        assert owner.delete(address, headers={"If-Match": '"1", "2"'}).status_code == 200


class TestDeleting:
    def test_what_is_deleted_is_nowhere(self, signed_in: SignIn) -> None:
        owner = signed_in(OWNER)
        owner.delete(_of("APP-JR-0001"))
        for response in (owner.get(_of("APP-JR-0001")), owner.delete(_of("APP-JR-0001"))):
            assert response.status_code == 404
        assert owner.patch(_of("APP-JR-0001"), {"title": "x"}).status_code == 404
        for path in ("requisitions/", "requisitions-per-user/", "requisitions/published/requisition/"):
            rows = owner.get(f"/api/talent-engine/{path}").json()["results"]
            assert "APP-JR-0001" not in [row["id"] for row in rows]
        assert owner.get(f"{ROOT}?search=python").json()["count"] == 0
        row = Requisition.objects.of_all_tenants().get(code="APP-JR-0001")
        assert (row.publish_status, row.updated_by_id) == (True, 1)


def test_the_words_follow_every_change(signed_in: SignIn) -> None:
    owner, requisition = signed_in(OWNER), requisition_of(STAFF, title="Zookeeper")

    def found(search: str) -> bool:
        rows = owner.get(ROOT, {"search": search}).json()["results"]
        return requisition.code in [row["id"] for row in rows]

    assert found("zookeeper draft staff@appbrew")
    _patched(owner, requisition, title="Gardener", status="pending")
    assert not found("zookeeper")
    assert found("gardener pending")
    user = User.objects.get(username=STAFF)
    user.email = "sam@elsewhere.example"
    user.save()
    assert found("sam@elsewhere.example")
    assert not found("staff@appbrew.com")


def _outside() -> dict[str, Any]:
    return {
        "stages": [
            {"name": "Manager Approval", "approvers": ["manager@company.com"], "required": True},
            {"name": "HR Approval", "approvers": ["hr@company.com"], "required": True},
        ]
    }
