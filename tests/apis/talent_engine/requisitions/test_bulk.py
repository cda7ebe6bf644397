"""Many requisitions at once: made, deleted, recovered and ended for good, all or none."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apis.conftest import SignIn
from tests.domain.requisitions.factory import MANAGER, OTHER, OWNER, STAFF, admin_of_appbrew, requisition_of
from trellis.core.models import Event
from trellis.domain.requisitions.models import ComplianceItem, Requisition

pytestmark = pytest.mark.usefixtures("world")
ROOT = "/api/talent-engine/requisitions/"
CREATE, DELETE = f"{ROOT}bulk-create/", f"{ROOT}bulk/bulk-delete/"
RECOVER, PURGE = f"{ROOT}recover/requisition/", f"{ROOT}permanent-delete/requisition/"
DELETED = f"{ROOT}deleted/soft_deleted/"
ROW: dict[str, Any] = {
    "title": "Frontend Developer",
    "job_type": "full_time",
    "position_type": "permanent",
    "location_type": "hybrid",
}


def _count() -> int:
    return Requisition.objects.of_all_tenants().count()


class TestMaking:
    def test_they_have_consecutive_codes_and_what_belongs_to_them(self, signed_in: SignIn) -> None:
        rows = [{**ROW, "compliance_checklist": [{"name": f"Check {n}"}]} for n in range(3)]
        response = signed_in(STAFF).post(CREATE, rows)
        assert response.status_code == 201
        made = response.json()
        assert [row["id"] for row in made] == ["APP-JR-0004", "APP-JR-0005", "APP-JR-0006"]
        assert [row["requisition_number"][-4:] for row in made] == ["0001", "0002", "0003"]
        checks = ComplianceItem.objects.filter(requisition__code="APP-JR-0005")
        assert [check.name for check in checks] == ["Check 1"]
        created = Event.objects.filter(kind="requisition.created", actor_id=203)
        assert {event.data["code"] for event in created} == {row["id"] for row in made}
        assert signed_in(OWNER).get(ROOT, {"search": "frontend"}).json()["count"] == 4

    def test_a_hundred_take_no_more_statements_than_two(self, signed_in: SignIn) -> None:
        stages = [{"name": "Head", "required": True, "approvers": ["manager@appbrew.com"]}]
        row = {**ROW, "status": "pending", "approval_workflow": {"stages": stages}}
        checked = {**row, "compliance_checklist": [{"name": "DBS"}]}
        owner, prices = signed_in(OWNER), []
        for number in (2, 100):
            with CaptureQueriesContext(connection) as captured:
                assert owner.post(CREATE, [checked] * number).status_code == 201
            prices.append(len(captured))
        assert prices[0] == prices[1]

    def test_errors_are_a_list_as_long_as_the_rows(self, signed_in: SignIn) -> None:
        rows = [
            ROW,
            {**ROW, "title": ""},
            3,
            {**ROW, "job_type": "x", "approval_workflow": {"stages": [{}]}},
            ROW,
        ]
        response = signed_in(OWNER).post(CREATE, rows)
        assert response.status_code == 400
        wrong = response.json()
        assert [list(row) for row in wrong] == [
            *([], ["title"], ["non_field_errors"]),
            *(["job_type", "approval_workflow"], []),
        ]
        assert wrong[1] == {"title": ["This field may not be blank."]}
        assert _count() == 4
        assert signed_in(OWNER).post(ROOT, ROW).json()["id"] == "APP-JR-0004"

    @pytest.mark.parametrize("body", [{}, ROW, [], "text", None, [[]], [None], [{}] * 1001])
    def test_what_is_no_list_of_requisitions(self, signed_in: SignIn, body: Any) -> None:
        response = signed_in(OWNER).post(CREATE, body)
        assert response.status_code == 400
        assert _count() == 4

    def test_another_tenants_id_in_one_of_them(self, signed_in: SignIn) -> None:
        rows = [ROW, {**ROW, "tenant_id": "6b0c0d39-63e8-4b7e-8f0e-7a1c9d2f4e55"}]
        response = signed_in(OWNER).post(CREATE, rows)
        assert (response.status_code, response.json()) == (400, {"detail": "Tenant ID mismatch."})

    def test_a_thousand_cost_no_more_statements_than_a_few(self, signed_in: SignIn) -> None:
        prices = []
        for count in (2, 1000):
            with CaptureQueriesContext(connection) as captured:
                response = signed_in(OWNER).post(CREATE, [ROW] * count)
            assert (response.status_code, len(response.json())) == (201, count)
            # Long inserts go in several statements of some hundred rows.
            prices.append(len(captured))
        assert prices[1] <= prices[0] + 6


class TestDeleting:
    def test_there_and_back_and_for_good(self, signed_in: SignIn) -> None:
        owner, ids = signed_in(OWNER), {"ids": ["APP-JR-0001", "APP-JR-0003", "APP-JR-0001"]}
        before = owner.get(f"{ROOT}APP-JR-0001/").json()
        assert owner.post(DELETE, ids).json() == {"detail": "Soft-deleted 2 requisition(s)."}
        page = owner.get(DELETED).json()
        assert [row["id"] for row in page["results"]] == ["APP-JR-0001", "APP-JR-0003"]
        assert owner.post(RECOVER, ids).json() == {"detail": "Successfully recovered 2 requisition(s)."}
        after = owner.get(f"{ROOT}APP-JR-0001/").json()
        assert {**after, "updated_at": ""} == {**before, "updated_at": ""}
        assert owner.get(DELETED).json()["count"] == 0
        owner.post(DELETE, ids)
        answer = owner.post(PURGE, ids)
        assert answer.json() == {"detail": "Successfully permanently deleted 2 requisition(s)."}
        assert not ComplianceItem.objects.exists()
        kinds = Event.objects.filter(data__code="APP-JR-0001").order_by("-id").values_list("kind", flat=True)
        assert list(kinds[:4]) == [
            f"requisition.{verb}" for verb in ("purged", "deleted", "recovered", "deleted")
        ]
        assert owner.post(ROOT, ROW).json()["id"] == "APP-JR-0004"

    @pytest.mark.parametrize("address", [DELETE, RECOVER, PURGE])
    def test_all_or_none(self, signed_in: SignIn, address: str) -> None:
        deleted, live = requisition_of(STAFF, is_deleted=True).code, requisition_of(STAFF).code
        foreign = requisition_of(OTHER, is_deleted=address != DELETE).code
        good = live if address == DELETE else deleted
        bad = [foreign, "nonsense", "APP-JR-9999", deleted if address == DELETE else live]
        response = signed_in(OWNER).post(address, {"ids": [good, *bad]})
        assert (response.status_code, response.json()) == (404, {"detail": "Not found.", "ids": bad})
        assert Requisition.objects.of_all_tenants().get(code=live).is_deleted is False
        assert Requisition.objects.of_all_tenants().get(code=deleted).is_deleted is True

    @pytest.mark.parametrize(
        "body",
        [{}, [], {"ids": "APP-JR-0002"}, {"ids": []}, {"ids": [{}]}, {"ids": ["x\0"]}, {"ids": ["x"] * 1001}],
    )
    @pytest.mark.parametrize("address", [DELETE, RECOVER, PURGE])
    def test_bad_input(self, signed_in: SignIn, address: str, body: Any) -> None:
        assert signed_in(OWNER).post(address, body).status_code == 400

    def test_who_may(self, signed_in: SignIn, api: Any) -> None:
        admin_of_appbrew()
        mine, theirs = requisition_of(STAFF).code, requisition_of(OWNER).code
        ids = {"ids": [mine, theirs]}
        assert [signed_in(who).post(DELETE, ids).status_code for who in (STAFF, MANAGER)] == [403, 403]
        assert Requisition.objects.of_all_tenants().filter(is_deleted=True).count() == 0
        assert signed_in(STAFF).post(DELETE, {"ids": [mine]}).status_code == 200
        for address in (RECOVER, PURGE):
            assert signed_in(MANAGER).post(address, {"ids": [mine]}).status_code == 403
            assert signed_in(OTHER).post(address, {"ids": [mine]}).status_code == 404
            assert api.post(address, {"ids": [mine]}).status_code == 401
        assert signed_in("appbrew_admin").post(PURGE, {"ids": [mine]}).status_code == 403
        assert signed_in("appbrew_admin").post(RECOVER, {"ids": [mine]}).status_code == 200
