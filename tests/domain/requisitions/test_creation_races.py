"""Many at once on the same tenant: consecutive codes, one winner of a change, no lost update."""

from collections import Counter

import pytest

from tests.crowd import at_once
from tests.domain.requisitions.factory import DRAFT, NOW, OWNER, STAFF, member, requisition_of
from trellis.demo.people import load_accounts
from trellis.demo.tenants import load_tenants
from trellis.domain.requisitions import refusals
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.services import deletion
from trellis.domain.requisitions.services import requisitions as services
from trellis.domain.requisitions.services.creation import create_requisitions

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def tenants(transactional_db: None) -> None:
    load_accounts()
    load_tenants()


def test_twenty_at_once_get_twenty_consecutive_codes() -> None:
    people = [member(OWNER), member(STAFF)]

    def create(number: int) -> list[str]:
        drafts = [DRAFT] * (1 + number % 2)
        made = create_requisitions(member=people[number % 2], drafts=drafts, now=NOW)
        return [row.code for row in made]

    codes = sorted(code for made in at_once(20, create) for code in made)
    assert codes == [f"APP-JR-{number:04}" for number in range(1, 31)]
    rows = Requisition.objects.of_all_tenants().order_by("requisition_number")
    assert [row.requisition_number for row in rows] == [f"REQ-20260302-{n:04}" for n in range(1, 31)]


def test_of_many_changes_of_one_version_one_is_made() -> None:
    requisition, owner = requisition_of(STAFF), member(OWNER)

    def change(number: int) -> str:
        try:
            services.change_requisition(
                member=owner, code=requisition.code, changes={"title": f"T{number}"}, version=1, now=NOW
            )
        except refusals.StaleVersion:
            return "stale"
        return "changed"

    assert Counter(at_once(8, change)) == {"changed": 1, "stale": 7}


def test_deleting_the_same_in_two_orders_waits_in_no_ring() -> None:
    codes, owner = [requisition_of(STAFF).code for _ in range(10)], member(OWNER)

    def delete(number: int) -> int:
        wanted = codes if number % 2 else codes[::-1]
        try:
            return deletion.delete(member=owner, codes=wanted, now=NOW)
        except refusals.NotFound:
            return 0

    assert sorted(at_once(6, delete)) == [0] * 5 + [10]
