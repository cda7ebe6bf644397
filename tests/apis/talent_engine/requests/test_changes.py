"""Requests of the workplace: deciding on them, changing and deleting them."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.talent_engine.workplace_cast import LEAVE, MATERIAL, REQUESTS, SERVICE, address, made
from trellis.core.models import Event, Mail
from trellis.domain.accounts.models import User
from trellis.domain.approvals.models import Decision
from trellis.domain.notifications.models import Notification
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Role
from trellis.domain.workplace.models import WorkplaceRequest

pytestmark = pytest.mark.usefixtures("world")
OWNER, ADMIN, MANAGER, STAFF = "mahummed", "appbrew_admin", "appbrew_manager", "appbrew_staff"
JANE = {
    "id": "2",
    "email": "manager@appbrew.com",
    "first_name": "Jane",
    "last_name": "Smith",
    "job_role": "manager",
}
APPROVAL = {"status": "approved", "comment": "Approved - budget available"}


@pytest.fixture(autouse=True)
def admin(world: None) -> None:
    """AppBrew has an administrator too."""
    owner = Membership.objects.get(user__username=OWNER)
    user = User.objects.create(username=ADMIN, email="admin@appbrew.com", first_name="Ada")
    Membership.objects.create(
        organization=owner.organization, user=user, role=Role.ADMIN, joined_at=owner.joined_at
    )


def _changed(client: APIClient, request: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    response = client.patch(address(request), body)
    assert response.status_code == 200, response.content
    answer: dict[str, Any] = response.json()
    return answer


class TestDeciding:
    @pytest.mark.parametrize("method", ["put", "patch"])
    def test_an_approval_is_answered_as_printed(self, signed_in: SignIn, method: str) -> None:
        request = made(signed_in(STAFF), MATERIAL)
        response = getattr(signed_in(MANAGER), method)(address(request), APPROVAL)
        assert response.status_code == 200
        answer = response.json()
        assert answer["status"] == "approved"
        assert (answer["approved_by_id"], answer["approved_by"]) == ("2", JANE)
        assert answer["comment"] == "Approved - budget available"
        assert answer["updated_at"] == answer["approved_at"] > request["updated_at"]
        unchanged = request.keys() - {"status", "updated_at"}
        assert {name: answer[name] for name in unchanged} == {name: request[name] for name in unchanged}
        assert signed_in(STAFF).get(address(request)).json() == answer

    def test_a_rejection(self, signed_in: SignIn) -> None:
        request = made(signed_in(STAFF), LEAVE)
        comment = "Budget constraints - please use existing equipment"
        answer = _changed(signed_in(ADMIN), request, {"status": "rejected", "comment": comment})
        assert (answer["status"], answer["comment"], answer["approved_by"]) == ("rejected", comment, None)
        assert answer["rejected_by"]["email"] == "admin@appbrew.com"

    def test_every_decision_is_kept(self, signed_in: SignIn) -> None:
        request = made(signed_in(STAFF), MATERIAL)
        _changed(signed_in(MANAGER), request, APPROVAL)
        decision = Decision.objects.get(subject_type="workplace.workplacerequest", subject_id=request["id"])
        assert (decision.ruling, decision.decided_by_id, decision.stage) == ("approved", 2, 0)
        assert decision.comment == "Approved - budget available"
        assert decision.decided_at == WorkplaceRequest.unscoped.get(pk=request["id"]).approved_at

    def test_who_asked_is_told(self, signed_in: SignIn) -> None:
        request = made(signed_in(STAFF), MATERIAL)
        _changed(signed_in(MANAGER), request, APPROVAL)
        _changed(signed_in(OWNER), request, {"status": "completed"})
        notes = Notification.objects.filter(recipient__username=STAFF).order_by("id")
        assert [note.kind for note in notes] == ["request.approved", "request.completed"]
        assert notes[0].title == f"{request['request_id']} is approved"
        assert "Jane Smith has approved your request" in notes[0].body
        assert "Approved - budget available" in notes[0].body
        assert notes[0].data == {"request_id": request["id"], "status": "approved"}
        assert {mail.to for mail in Mail.objects.all()} == {"staff@appbrew.com"}

    def test_who_does_it_themselves_is_not(self, signed_in: SignIn) -> None:
        _changed(signed_in(STAFF), made(signed_in(STAFF), MATERIAL), {"status": "cancelled"})
        _changed(signed_in(OWNER), made(signed_in(OWNER), MATERIAL), APPROVAL)
        assert not Notification.objects.exists()
        _changed(signed_in(OWNER), made(signed_in(STAFF), MATERIAL), {"status": "cancelled"})
        assert Notification.objects.get().kind == "request.cancelled"

    def test_completing(self, signed_in: SignIn) -> None:
        request = made(signed_in(STAFF), SERVICE)
        approved = _changed(signed_in(MANAGER), request, APPROVAL)
        answer = _changed(signed_in(ADMIN), request, {"status": "completed"})
        assert (answer["status"], answer["comment"]) == ("completed", APPROVAL["comment"])
        assert (answer["approved_by"], answer["approved_at"]) == (JANE, approved["approved_at"])
        assert answer["completed_by"]["first_name"] == "Ada"

    @pytest.mark.parametrize("status", ["approved", "rejected"])
    def test_who_decides(self, signed_in: SignIn, status: str) -> None:
        # (who asked, who decides, whether they may)
        for asker, decider, answer in [
            (STAFF, MANAGER, 200),
            (STAFF, ADMIN, 200),
            (STAFF, OWNER, 200),
            (STAFF, STAFF, 403),
            (MANAGER, MANAGER, 403),
            (ADMIN, ADMIN, 403),
            (ADMIN, MANAGER, 200),
            (OWNER, MANAGER, 200),
            (OWNER, OWNER, 200),
            (MANAGER, STAFF, 404),
        ]:
            request = made(signed_in(asker), MATERIAL)
            response = signed_in(decider).patch(address(request), {"status": status})
            assert response.status_code == answer, (asker, decider)
            stands = WorkplaceRequest.unscoped.get(pk=request["id"]).status
            assert stands == (status if answer == 200 else "pending")

    def test_who_cancels(self, signed_in: SignIn) -> None:
        for asker, who, answer in [
            (STAFF, STAFF, 200),
            (MANAGER, MANAGER, 200),
            (STAFF, MANAGER, 403),
            (STAFF, ADMIN, 200),
            (STAFF, OWNER, 200),
            (MANAGER, STAFF, 404),
        ]:
            request = made(signed_in(asker), MATERIAL)
            response = signed_in(who).patch(address(request), {"status": "cancelled", "comment": "Enough"})
            assert response.status_code == answer, (asker, who)
            if answer == 200:
                assert response.json()["cancelled_by"]["email"] == User.objects.get(username=who).email

    @pytest.mark.parametrize(
        ("path", "target", "sentence"),
        [
            ([], "completed", "pending can become approved or rejected or cancelled, not completed."),
            (["approved"], "approved", "approved can become completed, not approved."),
            (["approved"], "pending", "approved can become completed, not pending."),
            (["approved"], "cancelled", "approved can become completed, not cancelled."),
            (["rejected"], "approved", "rejected can become nothing else, not approved."),
            (["cancelled"], "approved", "cancelled can become nothing else, not approved."),
            (["approved", "completed"], "rejected", "completed can become nothing else, not rejected."),
        ],
    )
    def test_a_step_that_is_none_names_the_allowed(
        self, signed_in: SignIn, path: list[str], target: str, sentence: str
    ) -> None:
        owner, request = signed_in(OWNER), made(signed_in(STAFF), MATERIAL)
        for status in path:
            _changed(owner, request, {"status": status})
        before = owner.get(address(request)).json()
        response = owner.patch(address(request), {"status": target})
        assert (response.status_code, response.json()) == (400, {"status": [f"A request that is {sentence}"]})
        assert owner.get(address(request)).json() == before

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"status": "draft"}, "status"),
            ({"status": ["approved"]}, "status"),
            ({"status": {}}, "status"),
            ({"status": "approved", "comment": "\x00"}, "comment"),
            ({"status": "approved", "comment": "x" * 5001}, "comment"),
            ({"status": "approved", "comment": []}, "comment"),
            ({"comment": "On second thoughts"}, "comment"),
        ],
    )
    def test_a_bad_step_is_named(self, signed_in: SignIn, body: dict[str, Any], field: str) -> None:
        request = made(signed_in(STAFF), MATERIAL)
        response = signed_in(OWNER).patch(address(request), body)
        assert response.status_code == 400
        assert set(response.json()) == {field}
        assert WorkplaceRequest.unscoped.get(pk=request["id"]).status == "pending"

    @pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"{", b"\xff"])
    def test_what_is_no_object_is_400(self, signed_in: SignIn, body: bytes) -> None:
        request = made(signed_in(STAFF), MATERIAL)
        for method in ("put", "patch"):
            response = getattr(signed_in(OWNER), method)(
                address(request), body, content_type="application/json"
            )
            assert response.status_code == 400


class TestChanging:
    def test_who_asked_changes_what_they_asked_for(self, signed_in: SignIn) -> None:
        staff = signed_in(STAFF)
        request = made(staff, MATERIAL)
        answer = _changed(staff, request, {"quantity_needed": 7, "item_name": "Trackball"})
        assert (answer["quantity_needed"], answer["item_name"], answer["title"]) == (
            7,
            "Trackball",
            MATERIAL["title"],
        )
        found = staff.get(REQUESTS, {"search": "trackball"}).json()["results"]
        assert [row["id"] for row in found] == [request["id"]]
        assert staff.get(REQUESTS, {"search": "keyboard"}).json()["count"] == 0

    def test_who_else_may(self, signed_in: SignIn) -> None:
        request = made(signed_in(STAFF), MATERIAL)
        for who, status in ((MANAGER, 403), (ADMIN, 200), (OWNER, 200)):
            response = signed_in(who).patch(address(request), {"title": f"By {who}"})
            assert response.status_code == status

    def test_only_while_it_is_pending(self, signed_in: SignIn) -> None:
        request = made(signed_in(STAFF), MATERIAL)
        _changed(signed_in(MANAGER), request, APPROVAL)
        for who in (STAFF, OWNER):
            response = signed_in(who).patch(address(request), {"title": "Later"})
            assert response.status_code == 409
            assert response.json() == {"detail": "A request can be changed only while it is pending."}

    def test_a_change_and_a_step_in_one_body(self, signed_in: SignIn) -> None:
        request = made(signed_in(STAFF), MATERIAL)
        both = {**APPROVAL, "quantity_needed": 3}
        refused = signed_in(MANAGER).patch(address(request), both)
        assert refused.status_code == 403
        assert signed_in(OWNER).get(address(request)).json()["quantity_needed"] == 5
        answer = _changed(signed_in(OWNER), request, both)
        assert (answer["status"], answer["quantity_needed"]) == ("approved", 3)

    def test_a_client_may_send_the_whole_object_back(self, signed_in: SignIn) -> None:
        for body in (MATERIAL, LEAVE, SERVICE):
            request = made(signed_in(STAFF), body)
            whole = signed_in(STAFF).get(address(request)).json()
            same = signed_in(STAFF).put(address(request), whole)
            assert (same.status_code, same.json()) == (200, whole)
            decided = signed_in(MANAGER).put(address(request), {**whole, **APPROVAL})
            assert (decided.status_code, decided.json()["status"]) == (200, "approved")

    @pytest.mark.parametrize(
        ("body", "changes", "fields"),
        [
            (MATERIAL, {"request_type": "leave"}, {"request_type"}),
            (
                MATERIAL,
                {"leave_category": "annual", "quantity_needed": 0},
                {"leave_category", "quantity_needed"},
            ),
            (MATERIAL, {"title": ""}, {"title"}),
            (LEAVE, {"number_of_days": 11}, {"number_of_days"}),
            (LEAVE, {"start_date": "2025-12-30"}, {"resumption_date"}),
            (LEAVE, {"resumption_date": "2025-12-25"}, {"number_of_days"}),
            (SERVICE, {"priority": "low"}, {"priority"}),
        ],
    )
    def test_bad_changes_are_named(
        self, signed_in: SignIn, body: dict[str, Any], changes: dict[str, Any], fields: set[str]
    ) -> None:
        staff = signed_in(STAFF)
        request = made(staff, body)
        response = staff.patch(address(request), changes)
        assert response.status_code == 400
        assert set(response.json()) == fields
        assert staff.get(address(request)).json().items() >= body.items()

    def test_the_record_tells_what_changed_and_nothing_of_people(self, signed_in: SignIn) -> None:
        staff = signed_in(STAFF)
        request = made(staff, LEAVE)
        _changed(
            staff,
            request,
            {
                "address_during_leave": "1 Secret Road",
                "contact_phone_number": "+1999",
                "leave_category": "sick",
                "number_of_days": 5,
                "start_date": "2025-12-21",
            },
        )
        event = Event.objects.get(kind="request.changed")
        assert event.data["changes"] == {
            "address_during_leave": [None, None],
            "contact_phone_number": [None, None],
            "leave_category": [None, None],
            "number_of_days": [10, 5],
            "start_date": ["2025-12-20", "2025-12-21"],
        }
        assert (event.subject_id, event.actor_id) == (request["id"], 203)

    def test_the_record_tells_every_step(self, signed_in: SignIn) -> None:
        request = made(signed_in(STAFF), MATERIAL)
        _changed(signed_in(MANAGER), request, APPROVAL)
        _changed(signed_in(MANAGER), request, {"status": "completed"})
        signed_in(STAFF).delete(address(request))
        told = Event.objects.filter(subject_id=request["id"]).order_by("id")
        assert [(event.kind, event.actor_id, event.data["changes"]) for event in told] == [
            ("request.created", 203, {"status": [None, "pending"]}),
            ("request.approved", 2, {"status": ["pending", "approved"]}),
            ("request.completed", 2, {"status": ["approved", "completed"]}),
            ("request.deleted", 203, {"is_deleted": [False, True]}),
        ]


class TestHistory:
    def test_it_is_read_by_who_sees_the_request(self, signed_in: SignIn) -> None:
        request = made(signed_in(STAFF), LEAVE)
        _changed(signed_in(STAFF), request, {"contact_phone_number": "+1999"})
        _changed(signed_in(MANAGER), request, APPROVAL)
        where = f"{address(request)}history/"
        for who in (STAFF, MANAGER, OWNER):
            response = signed_in(who).get(where)
            assert [
                (item["kind"], item["who"]["id"], item["changes"]) for item in response.json()["results"]
            ] == [
                ("request.approved", "2", {"status": ["pending", "approved"]}),
                ("request.changed", "203", {"contact_phone_number": [None, None]}),
                ("request.created", "203", {"status": [None, "pending"]}),
            ]
            assert "+1999" not in response.content.decode()

    def test_others_find_none(self, signed_in: SignIn) -> None:
        where = f"{address(made(signed_in(MANAGER), LEAVE))}history/"
        for who, status in ((STAFF, 404), ("northwind_owner", 404), ("johndoe", 403)):
            assert signed_in(who).get(where).status_code == status


class TestDeleting:
    def test_a_request_is_deleted_softly(self, signed_in: SignIn) -> None:
        staff = signed_in(STAFF)
        request = made(staff, MATERIAL)
        response = staff.delete(address(request))
        assert (response.status_code, response.json()) == (
            200,
            {"detail": "Request soft-deleted successfully"},
        )
        for again in (staff.get(address(request)), staff.delete(address(request))):
            assert again.status_code == 404
        assert request["id"] not in staff.get(REQUESTS).content.decode()
        row = WorkplaceRequest.unscoped.get(pk=request["id"])
        assert row.is_deleted
        assert row.deleted_at is not None

    def test_who_may(self, signed_in: SignIn) -> None:
        for asker, who, status in [
            (STAFF, MANAGER, 403),
            (STAFF, STAFF, 200),
            (MANAGER, MANAGER, 200),
            (STAFF, ADMIN, 200),
            (ADMIN, OWNER, 200),
            (MANAGER, STAFF, 404),
        ]:
            request = made(signed_in(asker), MATERIAL)
            assert signed_in(who).delete(address(request)).status_code == status, (asker, who)

    def test_its_number_is_not_given_again(self, signed_in: SignIn) -> None:
        staff = signed_in(STAFF)
        first = made(staff, MATERIAL)
        staff.delete(address(first))
        assert made(staff, MATERIAL)["request_id"] == first["request_id"][:-1] + "2"
