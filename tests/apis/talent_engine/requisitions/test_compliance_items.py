"""`requisitions/<code>/compliance-items/…`."""

from typing import Any
from uuid import UUID

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.crowd import at_once
from tests.domain.requisitions.factory import MANAGER, OTHER, OWNER, STAFF, member, requisition_of
from trellis.apis.talent_engine.requisitions.output import ITEMS
from trellis.core.events import told_by
from trellis.core.models import Event
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.requisitions.models import ComplianceItem, Requisition
from trellis.domain.requisitions.rules.limits import MOST_CHECKS
from trellis.domain.requisitions.services import compliance

pytestmark = pytest.mark.usefixtures("world", "no_requisitions")
ABSENT = UUID("00000000-0000-4000-8000-000000000000")
ENHANCED = {
    "name": "Enhanced DBS Check",
    "description": "Enhanced Disclosure and Barring Service check with children's barred list",
    "required": True,
    "status": "pending",
}
COMPLETED = {
    "status": "completed",
    "checked_by_id": "2",
    "checked_at": "2025-11-15T04:20:00Z",
    "notes": "DBS check completed successfully",
}


@pytest.fixture
def requisition(world: None) -> Requisition:
    return requisition_of(STAFF)


def _items(requisition: Requisition, item: Any = "") -> str:
    address = f"/api/talent-engine/requisitions/{requisition.code}/compliance-items/"
    return f"{address}{item}/" if item else address


def _item(requisition: Requisition, **fields: Any) -> ComplianceItem:
    given = {"name": "References", "position": 0, **fields}
    return ComplianceItem.objects.create(requisition=requisition, **given)


class TestAsPrinted:
    def test_add_update_delete(self, signed_in: SignIn, requisition: Requisition) -> None:
        client = signed_in(OWNER)
        added = client.post(_items(requisition), ENHANCED)
        assert added.status_code == 201
        item_id = added.json()["id"]
        assert added.json() == {"id": item_id, **ENHANCED, "checked_by_id": None, "checked_at": None}
        put = client.put(_items(requisition, item_id), COMPLETED)
        assert put.status_code == 200
        assert put.json() == {
            "id": item_id,
            **ENHANCED,
            "status": "completed",
            "checked_by_id": "2",
            "checked_at": "2025-11-15T04:20:00.000Z",
        }
        shown = client.get(_items(requisition, item_id)).json()
        assert shown == {**put.json(), "notes": "DBS check completed successfully"}
        deleted = client.delete(_items(requisition, item_id))
        assert (deleted.status_code, deleted.content) == (204, b"")
        assert client.get(_items(requisition, item_id)).status_code == 404
        assert client.delete(_items(requisition, item_id)).status_code == 404


class TestTheList:
    def test_it_is_in_the_order_in_which_items_came(
        self, signed_in: SignIn, requisition: Requisition
    ) -> None:
        for name in ("DBS", "References", "Visa"):
            signed_in(OWNER).post(_items(requisition), {"name": name})
        answer = signed_in(STAFF).get(_items(requisition)).json()
        assert (answer["count"], answer["next"], answer["previous"]) == (3, None, None)
        assert [item["name"] for item in answer["results"]] == ["DBS", "References", "Visa"]
        assert "notes" in answer["results"][0]

    def test_it_takes_the_same_queries_however_long(
        self, signed_in: SignIn, requisition: Requisition, django_assert_num_queries: Any
    ) -> None:
        client = signed_in(OWNER)
        for position in range(5):
            _item(requisition, position=position)
        with django_assert_num_queries(6):
            client.get(_items(requisition))
        for position in range(15):
            _item(requisition, position=position)
        with django_assert_num_queries(6):
            client.get(_items(requisition))

    def test_the_compiled_page_is_what_plain_drf_prints(self, requisition: Requisition) -> None:
        items = [
            _item(requisition),
            _item(
                requisition,
                name='Ü "quoted" </script>',
                description="a\nb\t\u2028😀",
                required=False,
                status="waived",
                checked_by=member(MANAGER).user,
                checked_at="2025-11-15T04:20:00.123456Z",
                notes="n\\o",
            ),
            _item(requisition, checked_at="0001-02-03T04:05:06Z"),
        ]
        assert_renders_equal(ITEMS, [item.pk for item in items])


class TestTheChecker:
    def test_completing_without_one_names_the_caller(
        self, signed_in: SignIn, requisition: Requisition
    ) -> None:
        item = _item(requisition)
        answer = signed_in(MANAGER).patch(_items(requisition, item.pk), {"status": "completed"}).json()
        assert answer["checked_by_id"] == "2"
        assert answer["checked_at"] is not None

    def test_going_back_to_pending_clears_it(self, signed_in: SignIn, requisition: Requisition) -> None:
        item = _item(requisition)
        address, client = _items(requisition, item.pk), signed_in(OWNER)
        client.put(address, COMPLETED)
        answer = client.patch(address, {"status": "pending"}).json()
        assert (answer["checked_by_id"], answer["checked_at"]) == (None, None)

    def test_another_verdict_is_the_callers(self, signed_in: SignIn, requisition: Requisition) -> None:
        address = _items(requisition, _item(requisition).pk)
        signed_in(OWNER).put(address, COMPLETED)
        assert signed_in(OWNER).patch(address, {"status": "failed"}).json()["checked_by_id"] == "1"

    @pytest.mark.parametrize("who", ["204", "999999", "0", "-1", "x", "9" * 30, "٣", 1.5, [], {}, True])
    def test_it_is_a_member_of_the_tenant(
        self, signed_in: SignIn, requisition: Requisition, who: Any
    ) -> None:
        item = _item(requisition)
        answer = signed_in(OWNER).put(_items(requisition, item.pk), {**COMPLETED, "checked_by_id": who})
        assert answer.status_code == 400
        assert list(answer.json()) == ["checked_by_id"]
        item.refresh_from_db()
        assert item.status == "pending"


class TestWhoMay:
    @pytest.mark.parametrize(
        ("username", "reading", "of_staff", "of_manager"),
        [
            (OWNER, 200, 201, 201),
            (MANAGER, 200, 201, 201),
            (STAFF, 200, 201, 403),
            (OTHER, 404, 404, 404),
            ("candidate", 403, 403, 403),
            (None, 401, 401, 401),
        ],
    )
    def test_by_role(
        self, signed_in: SignIn, username: str | None, reading: int, of_staff: int, of_manager: int
    ) -> None:
        own, managers = requisition_of(STAFF), requisition_of(MANAGER)
        client = signed_in(username) if username else APIClient()
        assert client.get(_items(own)).status_code == reading
        assert client.post(_items(own), ENHANCED).status_code == of_staff
        assert client.post(_items(managers), ENHANCED).status_code == of_manager
        item = _item(managers)
        refusal = 200 if of_manager == 201 else of_manager
        assert client.get(_items(managers, item.pk)).status_code == reading
        assert client.put(_items(managers, item.pk), COMPLETED).status_code == refusal
        assert client.patch(_items(managers, item.pk), {}).status_code == refusal
        gone = 204 if of_manager == 201 else of_manager
        assert client.delete(_items(managers, item.pk)).status_code == gone

    def test_an_item_of_another_requisition_is_not_found(
        self, signed_in: SignIn, requisition: Requisition
    ) -> None:
        foreign = _item(requisition_of(OTHER))
        for address in (_items(requisition, foreign.pk), _items(requisition, ABSENT)):
            for method in ("get", "put", "patch", "delete"):
                assert getattr(signed_in(OWNER), method)(address).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"name": "x" * 151}, "name"),
        ({"name": ["x"]}, "name"),
        ({**ENHANCED, "status": "done"}, "status"),
        ({**ENHANCED, "status": {}}, "status"),
        ({**ENHANCED, "required": "perhaps"}, "required"),
        ({**ENHANCED, "required": []}, "required"),
        ({**ENHANCED, "checked_at": "yesterday"}, "checked_at"),
        ({**ENHANCED, "checked_at": 5}, "checked_at"),
        ({**ENHANCED, "description": {"a": 1}}, "description"),
        ([ENHANCED], "non_field_errors"),
    ],
)
def test_what_cannot_be_so_is_named(
    signed_in: SignIn, requisition: Requisition, body: Any, field: str
) -> None:
    answer = signed_in(OWNER).post(_items(requisition), body)
    assert answer.status_code == 400, answer.content
    assert list(answer.json()) == [field]
    assert not ComplianceItem.objects.exists()


def test_what_is_not_the_callers_to_set_is_ignored(signed_in: SignIn, requisition: Requisition) -> None:
    other = requisition_of(OTHER)
    body = {**ENHANCED, "id": str(ABSENT), "position": 9, "requisition": other.pk, "requisition_id": other.pk}
    item_id = signed_in(OWNER).post(_items(requisition), body).json()["id"]
    item = ComplianceItem.objects.get()
    assert (str(item.pk), item.position, item.requisition_id) == (item_id, 0, requisition.pk)
    assert item.pk != ABSENT


def test_a_requisition_has_at_most_a_hundred(signed_in: SignIn, requisition: Requisition) -> None:
    ComplianceItem.objects.bulk_create(
        ComplianceItem(requisition=requisition, position=n, name="x") for n in range(MOST_CHECKS)
    )
    assert signed_in(OWNER).post(_items(requisition), ENHANCED).status_code == 409


class TestTheRecord:
    def test_it_says_what_changed_and_repeats_no_long_text(
        self, signed_in: SignIn, requisition: Requisition
    ) -> None:
        client = signed_in(OWNER)
        item_id = client.post(_items(requisition), ENHANCED).json()["id"]
        client.put(_items(requisition, item_id), COMPLETED)
        client.put(_items(requisition, item_id), COMPLETED)  # changes nothing
        client.delete(_items(requisition, item_id))
        events = Event.objects.filter(kind__startswith="compliance.").order_by("pk")
        assert [event.kind for event in events] == [
            "compliance.added",
            "compliance.changed",
            "compliance.removed",
        ]
        changed = told_by(events[1])
        assert changed == {
            "item_id": item_id,
            "name": "Enhanced DBS Check",
            "changes": {
                "status": ["pending", "completed"],
                "checked_by_id": [None, "2"],
                "checked_at": [None, "2025-11-15T04:20:00+00:00"],
            },
            "texts": ["notes"],
        }
        assert {event.subject_id for event in events} == {str(requisition.pk)}
        assert "successfully" not in str([told_by(event) for event in events])


@pytest.mark.django_db(transaction=True)
def test_items_added_at_once_each_have_a_place(world: None) -> None:
    requisition, owner = requisition_of(STAFF), member(OWNER)

    def add(number: int) -> int:
        item = compliance.add_item(
            member=owner, code=requisition.code, fields={"name": f"N{number}"}, now=requisition.created_at
        )
        return item.position

    assert sorted(at_once(8, add)) == list(range(8))
