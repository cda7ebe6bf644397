"""`requisitions/<code>/history/`: a reading of the record of events."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.domain.requisitions.factory import APPBREW, MANAGER, NOW, OTHER, OWNER, STAFF, requisition_of
from trellis.apis.talent_engine.history import HISTORY
from trellis.core.models import Event
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.requisitions.models import Requisition

pytestmark = pytest.mark.usefixtures("world", "no_requisitions")


def _history(code: str) -> str:
    return f"/api/talent-engine/requisitions/{code}/history/"


def _event(requisition: Requisition, kind: str = "requisition.changed", **fields: Any) -> Event:
    return Event.objects.create(
        **{
            "kind": kind,
            "actor_id": 2,
            "subject_type": "requisitions.requisition",
            "subject_id": str(requisition.pk),
            "tenant_id": requisition.organization_id,
            "happened_at": NOW,
            **fields,
        }
    )


def test_it_tells_the_newest_first_who_did_what(signed_in: SignIn) -> None:
    requisition = requisition_of(STAFF, status="pending")
    root = f"/api/talent-engine/requisitions/{requisition.code}"
    signed_in(OWNER).post(f"{root}/compliance-items/", {"name": "DBS"})
    signed_in(MANAGER).post(f"{root}/approvals/", {"decision": "approved"})
    _event(requisition, data={"changes": {"title": ["Old", "New"]}, "code": requisition.code})
    answer = signed_in(OWNER).get(_history(requisition.code)).json()
    assert (answer["count"], answer["next"], answer["previous"]) == (4, None, None)
    changed, approved, decided, added = answer["results"]
    jane = {
        "id": "2",
        "email": "manager@appbrew.com",
        "first_name": "Jane",
        "last_name": "Smith",
        "job_role": "manager",
    }
    assert changed == {
        "id": changed["id"],
        "kind": "requisition.changed",
        "who": jane,
        "at": "2026-03-02T09:30:00.000Z",
        "changes": {"title": ["Old", "New"]},
        "data": {"code": requisition.code},
    }
    assert (approved["kind"], approved["changes"]["status"]) == (
        "requisition.approved",
        ["pending", "approved"],
    )
    assert (decided["kind"], decided["who"]) == ("requisition.stage_decided", jane)
    assert decided["data"]["stages"] == ["Approval"]
    assert (added["kind"], added["who"]["id"], added["changes"]) == ("compliance.added", "1", {})


def test_an_erased_text_is_known_to_have_changed_and_the_rest_stays(signed_in: SignIn) -> None:
    requisition, client = requisition_of(STAFF), signed_in(OWNER)
    root = f"/api/talent-engine/requisitions/{requisition.code}"
    client.post(f"{root}/compliance-items/", {"name": "Call Ann's referee"})
    client.patch(f"{root}/", {"title": "Ann's successor", "deadline_date": "2026-05-01"})

    def told() -> list[Any]:
        results = client.get(_history(requisition.code)).json()["results"]
        return [(each["changes"], each["data"]) for each in results]

    added = Event.objects.get(kind="compliance.added").data
    due, code = {"deadline_date": [None, "2026-05-01"]}, {"code": requisition.code}
    assert told() == [
        ({"title": [requisition.title, "Ann's successor"], **due}, code),
        ({}, {**added, "name": "Call Ann's referee"}),
    ]
    Event.objects.filter(personal__isnull=False).update(personal=None)
    assert told() == [({"title": [None, None], **due}, code), ({}, added)]
    assert "Ann" not in str(list(Event.objects.values()))


def test_it_shows_nothing_of_other_rows_and_other_tenants(signed_in: SignIn) -> None:
    requisition, other = requisition_of(STAFF), requisition_of(STAFF)
    _event(other)
    _event(requisition, subject_type="workplace.workplacerequest")
    _event(requisition, tenant_id="6b0c0d39-63e8-4b7e-8f0e-7a1c9d2f4e55")
    assert signed_in(OWNER).get(_history(requisition.code)).json()["count"] == 0


@pytest.mark.parametrize(
    ("username", "of_staff", "of_manager"),
    [
        (OWNER, 200, 200),
        (MANAGER, 200, 200),
        (STAFF, 200, 403),
        (OTHER, 404, 404),
        ("johndoe", 403, 403),
        (None, 401, 401),
    ],
)
def test_who_may_read_it(signed_in: SignIn, username: str | None, of_staff: int, of_manager: int) -> None:
    client = signed_in(username) if username else APIClient()
    assert client.get(_history(requisition_of(STAFF).code)).status_code == of_staff
    assert client.get(_history(requisition_of(MANAGER).code)).status_code == of_manager


class TestWhatIsNoMore:
    @pytest.mark.parametrize(("username", "status"), [(OWNER, 200), (MANAGER, 404), (STAFF, 404)])
    def test_a_deleted_ones_is_for_who_may_recover_it(
        self, signed_in: SignIn, username: str, status: int
    ) -> None:
        deleted = requisition_of(STAFF, is_deleted=True)
        assert signed_in(username).get(_history(deleted.code)).status_code == status

    @pytest.mark.parametrize(("username", "status"), [(OWNER, 200), (MANAGER, 404), (OTHER, 404)])
    def test_a_purged_ones_is_for_the_owner(self, signed_in: SignIn, username: str, status: int) -> None:
        purged = requisition_of(STAFF)
        _event(purged, data={"changes": {"title": ["a", "b"]}})
        _event(purged, "requisition.purged", data={"code": purged.code})
        purged.delete()
        answer = signed_in(username).get(_history(purged.code))
        assert answer.status_code == status
        if status == 200:
            assert [each["kind"] for each in answer.json()["results"]] == [
                "requisition.purged",
                "requisition.changed",
            ]

    def test_an_unknown_one_is_not_found(self, signed_in: SignIn) -> None:
        for code in ("APP-JR-0", "a%00b", "%FF"):
            assert signed_in(OWNER).get(_history(code)).status_code == 404


class TestPages:
    def test_they_are_numbered_and_take_the_same_queries(
        self, signed_in: SignIn, django_assert_num_queries: Any
    ) -> None:
        requisition, client = requisition_of(STAFF), signed_in(OWNER)
        for _ in range(25):
            _event(requisition)
        with django_assert_num_queries(6):
            first = client.get(_history(requisition.code), {"page_size": 2}).json()
        with django_assert_num_queries(6):
            assert len(client.get(_history(requisition.code)).json()["results"]) == 20
        assert (first["count"], len(first["results"])) == (25, 2)
        assert "page=2" in first["next"]
        for page in ("0", "-1", "99", "x", "9" * 30):
            assert client.get(_history(requisition.code), {"page": page}).status_code == 404

    def test_the_compiled_page_is_what_plain_drf_prints(self) -> None:
        requisition = requisition_of(STAFF)
        events = [
            _event(requisition),
            _event(requisition, actor_id=None, data={"changes": {}}),
            _event(requisition, actor_id=999_999, data={"a": [1, {"b": 'ü"\\'}]}),
            _event(requisition, actor_id=1, tenant_id=None, data={"changes": {"x": [None, 1]}, "y": True}),
            _event(
                requisition,
                data={"changes": {"title": [None, None], "status": ["a", "b"]}, "item_id": "1"},
                personal={"changes": {"title": ["A", "B"]}, "name": "Ann", "ä": 1},
            ),
            _event(requisition, personal={"changes": {"title": ["A", "B"]}}),
            _event(requisition, actor_id=204, tenant_id=APPBREW, happened_at="2026-01-01T00:00:00.9999Z"),
        ]
        assert_renders_equal(HISTORY, [event.pk for event in events])
