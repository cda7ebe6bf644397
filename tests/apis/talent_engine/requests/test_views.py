"""Requests of the workplace: making, seeing and finding them."""

import re
from typing import Any

import pytest
from django.db.models import TextChoices
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.talent_engine.workplace_cast import (
    ABSENT,
    BODIES,
    LEAVE,
    MATERIAL,
    MINE,
    REQUESTS,
    SERVICE,
    address,
    made,
)
from trellis.apis.talent_engine.requests.output import REQUESTS as PAGE
from trellis.core.models import Event
from trellis.core.rendering.testing import assert_renders_equal
from trellis.demo.tenants import APPBREW
from trellis.domain.workplace.models import WorkplaceRequest
from trellis.domain.workplace.rules.kinds import (
    Kind,
    LeaveCategory,
    MaterialType,
    Priority,
    Region,
    ServiceType,
)

pytestmark = pytest.mark.usefixtures("world")
OWNER, MANAGER, STAFF, OTHER = "mahummed", "appbrew_manager", "appbrew_staff", "northwind_owner"
COMMON = {
    *("id", "tenant_id", "request_type", "title", "description", "status", "request_id"),
    *("requested_by_id", "requested_by", "created_at", "updated_at"),
}
MAHUMMED = {
    "id": "1",
    "email": "support@appbrew.com",
    "first_name": "Mahummed",
    "last_name": "Mahummed",
    "job_role": "co-admin",
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
LISTED = [
    *("id", "request_type", "title", "status", "priority", "item_name", "quantity_needed"),
    *("requested_by", "created_at"),
]


def _rows(response: Any) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.content
    rows: list[dict[str, Any]] = response.json()["results"]
    return rows


def _no_choice(body: Any, field: str, value: str, choices: type[TextChoices]) -> tuple[Any, ...]:
    """Return the body, what is changed of it, and how a value that is no choice is refused."""
    told = f"Must be one of: {', '.join(choices.values)}."
    return body, {field: value}, {field: [f'"{value}" is not a valid choice.', told]}


def _titles(response: Any) -> list[str]:
    return [row["title"] for row in _rows(response)]


class TestMaking:
    def test_material_is_answered_as_printed(self, signed_in: SignIn) -> None:
        response = signed_in(OWNER).post(REQUESTS, MATERIAL)
        assert response.status_code == 201
        answer = response.json()
        assert list(answer) == [
            *("id", "tenant_id", "request_type", "title", "description", "status", "item_name"),
            *("material_type", "request_id", "quantity_needed", "priority", "reason_for_request"),
            *("needed_date", "item_specification", "requested_by_id", "requested_by"),
            *("created_at", "updated_at"),
        ]
        assert answer.items() >= MATERIAL.items()
        assert (answer["tenant_id"], answer["status"]) == (str(APPBREW), "pending")
        assert (answer["requested_by_id"], answer["requested_by"]) == ("1", MAHUMMED)
        assert answer["request_id"] == f"MAT-{timezone.now():%Y%m%d}-0001"
        assert MOMENT.fullmatch(answer["created_at"])
        assert answer["created_at"] == answer["updated_at"]

    @pytest.mark.parametrize(("kind", "code"), [("material", "MAT"), ("leave", "LEV"), ("service", "SRV")])
    @pytest.mark.parametrize("username", [OWNER, MANAGER, STAFF])
    def test_every_member_makes_every_kind(
        self, signed_in: SignIn, kind: str, code: str, username: str
    ) -> None:
        answer = made(signed_in(username), BODIES[kind])
        assert set(answer) == COMMON | set(BODIES[kind])
        assert answer.items() >= BODIES[kind].items()
        assert answer["request_id"].startswith(f"{code}-")

    def test_each_kind_and_tenant_counts_by_itself(self, signed_in: SignIn) -> None:
        owner, other = signed_in(OWNER), signed_in(OTHER)
        numbers = [
            made(client, body)["request_id"][-4:]
            for client, body in [
                (owner, MATERIAL),
                (owner, LEAVE),
                (owner, MATERIAL),
                (other, MATERIAL),
                (owner, SERVICE),
                (owner, LEAVE),
            ]
        ]
        assert numbers == ["0001", "0001", "0002", "0001", "0001", "0002"]

    def test_what_is_not_ones_to_say_is_ignored(self, signed_in: SignIn) -> None:
        answer = made(
            signed_in(STAFF),
            MATERIAL,
            id=ABSENT,
            request_id="MAT-1",
            status="approved",
            comment="yes",
            requested_by_id="1",
            requested_by=1,
            approved_by_id="1",
            is_deleted=True,
            version=9,
            created_at="2001-01-01T00:00:00Z",
            organization=str(APPBREW),
        )
        row = WorkplaceRequest.unscoped.get(pk=answer["id"])
        assert (row.status, row.requested_by_id, row.approved_by_id) == ("pending", 203, None)
        assert (row.is_deleted, row.version, row.comment) == (False, 1, "")
        assert row.request_id != "MAT-1"

    def test_what_may_be_left_out(self, signed_in: SignIn) -> None:
        optional = {
            *("description", "priority", "reason_for_request", "needed_date", "item_specification"),
            *("region_of_stay", "address_during_leave", "contact_phone_number", "additional_information"),
            *("priority_level", "desired_completion_date", "requester_name", "requester_department"),
            *("requester_contact_info", "special_instructions"),
        }
        for body in BODIES.values():
            answer = made(signed_in(STAFF), {k: v for k, v in body.items() if k not in optional})
            assert set(answer) == COMMON | set(body)
        assert answer["priority_level"] == "medium"
        assert answer["requester_name"] == ""

    def test_what_may_not(self, signed_in: SignIn) -> None:
        required = {
            "material": {"title", "item_name", "material_type", "quantity_needed"},
            "leave": {"title", "leave_category", "number_of_days", "start_date", "resumption_date"},
            "service": {"title", "service_type", "service_description"},
        }
        client = signed_in(STAFF)
        for kind, names in required.items():
            response = client.post(REQUESTS, {"request_type": kind})
            assert response.status_code == 400
            assert response.json() == {name: ["This field is required."] for name in names}
        assert set(client.post(REQUESTS, {}).json()) == {"request_type", "title"}

    @pytest.mark.parametrize(
        ("body", "changes", "errors"),
        [
            _no_choice(MATERIAL, "request_type", "x", Kind),
            _no_choice(MATERIAL, "material_type", "gold", MaterialType),
            _no_choice(MATERIAL, "priority", "x", Priority),
            _no_choice(LEAVE, "leave_category", "x", LeaveCategory),
            _no_choice(LEAVE, "region_of_stay", "moon", Region),
            _no_choice(SERVICE, "service_type", "x", ServiceType),
            _no_choice(SERVICE, "priority_level", "x", Priority),
            (SERVICE, {"priority": "low"}, {"priority": ["A service request has no such field."]}),
            (
                MATERIAL,
                {"leave_category": "annual", "service_type": "other", "title": ""},
                {
                    "leave_category": ["A material request has no such field."],
                    "service_type": ["A material request has no such field."],
                    "title": ["This field may not be blank."],
                },
            ),
            (
                LEAVE,
                {"resumption_date": "2025-12-20"},
                {"resumption_date": ["This must be after start_date."]},
            ),
            (
                LEAVE,
                {"number_of_days": 11},
                {"number_of_days": ["From start_date to resumption_date there are 10 days."]},
            ),
            (
                LEAVE,
                {"number_of_days": 2.2},
                {"number_of_days": ["Leave is counted in whole and half days."]},
            ),
            (
                LEAVE,
                {"number_of_days": 1, "resumption_date": "2025-12-20"},
                {"resumption_date": ["This must be after start_date."]},
            ),
            (
                MATERIAL,
                {"quantity_needed": 0},
                {"quantity_needed": ["Ensure this value is greater than or equal to 0.001."]},
            ),
        ],
    )
    def test_bad_values_are_named(
        self, signed_in: SignIn, body: dict[str, Any], changes: dict[str, Any], errors: dict[str, Any]
    ) -> None:
        before = WorkplaceRequest.objects.of(APPBREW).count()
        response = signed_in(STAFF).post(REQUESTS, {**body, **changes})
        assert (response.status_code, response.json()) == (400, errors)
        assert WorkplaceRequest.objects.of(APPBREW).count() == before

    @pytest.mark.parametrize(
        ("body", "field", "value", "printed"),
        [
            (MATERIAL, "quantity_needed", 2.5, "2.5"),
            (MATERIAL, "quantity_needed", "2.50", "2.5"),
            (MATERIAL, "quantity_needed", 0.125, "0.125"),
            (MATERIAL, "quantity_needed", 5.0, "5"),
            (MATERIAL, "quantity_needed", 1_000_000, "1000000"),
            (LEAVE, "number_of_days", 2.5, "2.5"),
            (LEAVE, "number_of_days", 0.5, "0.5"),
            (LEAVE, "number_of_days", 10, "10"),
        ],
    )
    def test_things_and_days_come_in_fractions_and_are_printed_as_numbers(
        self, signed_in: SignIn, body: dict[str, Any], field: str, value: Any, printed: str
    ) -> None:
        client = signed_in(STAFF)
        response = client.post(REQUESTS, {**body, field: value})
        assert response.status_code == 201, response.content
        key = response.json()["id"]
        for shown in (response, client.get(f"{REQUESTS}{key}/"), client.get(REQUESTS)):
            assert f'"{field}":{printed},'.encode() in shown.content

    def test_who_is_away_for_half_a_day_may_be_back_on_it(self, signed_in: SignIn) -> None:
        half = {"number_of_days": 0.5, "start_date": "2025-12-20", "resumption_date": "2025-12-20"}
        assert signed_in(STAFF).post(REQUESTS, {**LEAVE, **half}).status_code == 201

    @pytest.mark.parametrize("nothing", [None, ""])
    def test_what_forms_send_for_nothing_is_nothing(self, signed_in: SignIn, nothing: Any) -> None:
        empty = {"needed_date": nothing, "priority": nothing, "description": nothing, "start_date": nothing}
        made = signed_in(STAFF).post(REQUESTS, {**MATERIAL, **empty})
        assert made.status_code == 201, made.content
        assert (made.json()["needed_date"], made.json()["priority"], made.json()["description"]) == (
            *(None, "medium", ""),
        )

    @pytest.mark.parametrize(
        ("body", "field", "value"),
        [
            *((MATERIAL, "title", value) for value in ("\x00", "x" * 201, [], {}, None, True)),
            *(
                (MATERIAL, "quantity_needed", v)
                for v in (10**400, "9" * 5000, -1, 1.0001, True, [], None, "NaN")
            ),
            *((LEAVE, "number_of_days", v) for v in (0, 0.25, "1e400", -0.5, "half", None)),
            *((MATERIAL, "needed_date", value) for value in ("0000-01-01", "30.11.2025", 10**30, [])),
            *((MATERIAL, "request_type", value) for value in (["material"], {"a": 1}, None, 5)),
            *((MATERIAL, "material_type", value) for value in ([], {}, 1, "\x00")),
            *((LEAVE, "contact_phone_number", value) for value in ("\x00", "1" * 41, [])),
            *((LEAVE, "start_date", value) for value in (None, "", "2025-02-30", {"a": []})),
            (SERVICE, "service_description", "x" * 5001),
        ],
    )
    def test_hostile_values_are_named(
        self, signed_in: SignIn, body: dict[str, Any], field: str, value: Any
    ) -> None:
        response = signed_in(STAFF).post(REQUESTS, {**body, field: value})
        assert response.status_code == 400
        assert set(response.json()) == {field}

    @pytest.mark.parametrize(
        "body", [b"[]", b"null", b'"x"', b"1e400", b"{", b"[[1]]", b"\xff", b'{"a":"\\ud800"}']
    )
    def test_what_is_no_object_is_400(self, signed_in: SignIn, body: bytes) -> None:
        response = signed_in(STAFF).post(REQUESTS, body, content_type="application/json")
        assert response.status_code == 400, response.content

    def test_another_tenants_id_is_refused(self, signed_in: SignIn) -> None:
        response = signed_in(OTHER).post(REQUESTS, {**MATERIAL, "tenant_id": str(APPBREW)})
        assert (response.status_code, response.json()) == (400, {"detail": "Tenant ID mismatch."})

    def test_past_and_far_dates_are_taken(self, signed_in: SignIn) -> None:
        for day in ("0001-01-01", "1999-12-31", "9999-12-31"):
            assert made(signed_in(STAFF), MATERIAL, needed_date=day)["needed_date"] == day

    def test_the_record_tells_nothing_of_people(self, signed_in: SignIn) -> None:
        for body in (LEAVE, SERVICE):
            made(signed_in(STAFF), body)
        for event in Event.objects.filter(kind="request.created"):
            assert event.tenant_id == APPBREW
            assert set(event.data) == {"request_type", "changes"}
            assert event.data["changes"] == {"status": [None, "pending"]}


class TestSeeing:
    @pytest.mark.parametrize("kind", sorted(BODIES))
    def test_a_request_is_shown_in_full(self, signed_in: SignIn, kind: str) -> None:
        staff = signed_in(STAFF)
        answer = made(staff, BODIES[kind])
        for client in (staff, signed_in(MANAGER), signed_in(OWNER)):
            shown = client.get(address(answer)).json()
            assert shown.items() >= answer.items()
            assert set(shown) - set(answer) == {
                *(f"{verb}_{what}" for verb in ("approved", "rejected", "cancelled", "completed")
                  for what in ("by", "by_id", "at")),
                "comment",
            }  # fmt: skip

    def test_staff_see_their_own_alone(self, signed_in: SignIn) -> None:
        staff = signed_in(STAFF)
        own, others = made(staff, LEAVE), made(signed_in(MANAGER), LEAVE, title="Of the manager")
        assert staff.get(address(own)).status_code == 200
        self._is_absent(staff, address(others))
        assert {row["requested_by"]["id"] for row in _rows(staff.get(REQUESTS))} == {"203"}
        assert "Of the manager" in _titles(signed_in(OWNER).get(REQUESTS))

    def test_another_tenant_sees_nothing(self, signed_in: SignIn) -> None:
        answer = made(signed_in(OWNER), MATERIAL)
        other = signed_in(OTHER)
        self._is_absent(other, address(answer))
        assert _rows(other.get(REQUESTS)) == _rows(other.get(MINE)) == []
        assert _rows(other.get(REQUESTS, {"search": "office"})) == []

    @staticmethod
    def _is_absent(client: APIClient, where: str) -> None:
        for method, body in (("get", None), ("put", {"status": "approved"}), ("patch", {}), ("delete", None)):
            response = getattr(client, method)(where, body)
            assert (response.status_code, response.json()) == (404, {"detail": "Not found."}), method

    @pytest.mark.parametrize("name", ["x", "1", "uuid-request-123", "%00", "9" * 300, ABSENT])
    def test_what_is_not_there_is_404(self, signed_in: SignIn, name: str) -> None:
        response = signed_in(OWNER).get(f"{REQUESTS}{name}/")
        assert (response.status_code, response.json()) == (404, {"detail": "Not found."})

    def test_strangers_are_refused(self, signed_in: SignIn, api: APIClient) -> None:
        where = address(made(signed_in(OWNER), MATERIAL))
        for client, status in ((api, 401), (signed_in("johndoe"), 403), (signed_in("candidate"), 403)):
            for response in (
                client.get(REQUESTS),
                client.get(MINE),
                client.post(REQUESTS, MATERIAL),
                client.get(where),
                client.patch(where, {"status": "approved"}),
                client.put(where, {"status": "approved"}),
                client.delete(where),
            ):
                assert response.status_code == status


class TestLists:
    def test_a_list_is_as_printed(self, signed_in: SignIn) -> None:
        owner = signed_in(OWNER)
        answer = made(owner, MATERIAL)
        response = owner.get(f"{REQUESTS}?page=1&request_type=material&status=pending")
        assert list(response.json()) == ["count", "next", "previous", "results"]
        row = _rows(response)[0]
        assert list(row)[: len(LISTED)] == LISTED
        assert {name: row[name] for name in LISTED} == {name: answer[name] for name in LISTED}

    def test_is_what_plain_drf_prints(self, signed_in: SignIn) -> None:
        for body in BODIES.values():
            lines = {"description": "one \n \u2028 two"}
            made(signed_in(STAFF), {**body, **lines}, title='Ünïcode "quotes" \\ 😀')
        rows = WorkplaceRequest.objects.of(APPBREW)
        assert len({row.request_type for row in rows}) == 3
        assert_renders_equal(PAGE, [row.pk for row in rows])

    def test_mine_are_those_i_made(self, signed_in: SignIn) -> None:
        manager = signed_in(MANAGER)
        made(signed_in(STAFF), MATERIAL)
        own = made(manager, MATERIAL)
        rows = _rows(manager.get(MINE))
        assert rows[0]["id"] == own["id"]
        assert {row["requested_by"]["id"] for row in rows} == {"2"}

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ({"request_type": "leave"}, {"B"}),
            ({"priority": "high"}, {"C"}),
            ({"priority": "medium", "status": "pending"}, {"A"}),
            ({"status": "approved"}, set()),
            ({"search": "keyb wire"}, {"A"}),
            ({"search": "john"}, {"C"}),
            ({"search": "flickering"}, {"C"}),
            ({"search": "lev-"}, {"B"}),
            ({"search": "nobody"}, set()),
            ({"search": "'|&!:*()"}, set()),
            ({"search": "holiday street"}, set()),
            ({"request_type": "", "status": "", "priority": "", "search": "", "ordering": ""}, set("ABC")),
            ({"priority": "urgent"}, set()),
        ],
    )
    def test_filters(self, signed_in: SignIn, query: dict[str, str], titles: set[str]) -> None:
        client = signed_in(OTHER)
        for title, body in zip("ABC", (MATERIAL, LEAVE, SERVICE), strict=True):
            made(client, body, title=title)
        assert set(_titles(client.get(REQUESTS, query))) == titles
        assert set(_titles(client.get(MINE, query))) == titles

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("request_type=x", "request_type"),
            ("status=draft", "status"),
            ("priority=x", "priority"),
            ("search=%00", "search"),
            ("search=" + "x" * 201, "search"),
            ("ordering=version", "ordering"),
        ],
    )
    def test_a_bad_filter_is_named(self, signed_in: SignIn, query: str, field: str) -> None:
        for where in (REQUESTS, MINE):
            response = signed_in(OWNER).get(f"{where}?{query}")
            assert response.status_code == 400
            assert set(response.json()) == {field}

    @pytest.mark.parametrize(
        "ordering", ["created_at", "-created_at", "updated_at", "-updated_at", "title", "-title"]
    )
    def test_every_order_is_total_over_the_pages(self, signed_in: SignIn, ordering: str) -> None:
        client = signed_in(OTHER)
        for number in range(7):
            made(client, MATERIAL, title=f"T{number % 3}")
        query = {"ordering": ordering, "page_size": 3}
        rows = [row for page in (1, 2, 3) for row in _rows(client.get(REQUESTS, {**query, "page": page}))]
        assert len({row["id"] for row in rows}) == 7
        shown = [row["title" if "title" in ordering else "created_at"] for row in rows]
        assert shown == sorted(shown, reverse=ordering.startswith("-"))

    @pytest.mark.parametrize("page", ["0", "-1", "99", "x", "9" * 5000])
    def test_a_page_that_is_not_there_is_404(self, signed_in: SignIn, page: str) -> None:
        assert signed_in(OWNER).get(f"{REQUESTS}?page={page}").status_code == 404

    def test_the_number_of_queries_does_not_grow(
        self, signed_in: SignIn, django_assert_num_queries: Any
    ) -> None:
        client = signed_in(OTHER)
        for count in (1, 15):
            for _ in range(count):
                made(client, MATERIAL)
            # The account, its membership, the count, the keys, the page.
            with django_assert_num_queries(5):
                assert len(_rows(client.get(REQUESTS, {"search": "office"}))) >= count
