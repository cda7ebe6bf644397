"""The lists of requisitions: whose rows, in which order, found by what, at what price."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apis.conftest import SignIn
from tests.domain.requisitions.factory import MANAGER, NOW, OTHER, OWNER, STAFF, requisition_of
from trellis.apis.talent_engine.requisitions.output import BULK_CREATED, DELETED, LISTED
from trellis.core.paging.numbered import counted
from trellis.core.rendering.testing import assert_renders_equal
from trellis.demo.tenants import APPBREW
from trellis.domain.organizations.models import Organization
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.queries.requisitions import ORDERINGS, Asked, requisitions_of

pytestmark = pytest.mark.usefixtures("world")
ROOT = "/api/talent-engine/requisitions/"
MINE = "/api/talent-engine/requisitions-per-user/"
PUBLISHED = f"{ROOT}published/requisition/"
_UNIQUE = ("code", "application_code", "requisition_number", "unique_link")


def _ids(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


def _clear() -> None:
    Requisition.objects.of_all_tenants().delete()


def _fill() -> None:
    """Raise a tenant's fifty among another's thousand, and let the planner know.

    Where there are few it may as well read them all, and what it does then depends on whether
    PostgreSQL has taken its statistics yet.
    """
    for by, number in ((STAFF, 50), (OTHER, 1_000)):
        sample = requisition_of(by)
        Requisition.objects.bulk_create(_copy_of(sample, copy) for copy in range(number))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE requisitions_requisition")
        # In rows so few any index of the tenant would do to make a bitmap of, or none at all.
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL random_page_cost = 1")


def _copy_of(sample: Requisition, number: int) -> Requisition:
    changed = {name: f"{getattr(sample, name)}-{number}" for name in _UNIQUE}
    kept = {
        field.attname: getattr(sample, field.attname)
        for field in Requisition._meta.concrete_fields
        if not field.primary_key and field.attname not in changed
    }
    return Requisition(**kept, **changed)


class TestWhose:
    def test_members_see_their_tenants_newest_first(self, signed_in: SignIn) -> None:
        for who in (OWNER, MANAGER, STAFF):
            assert _ids(signed_in(who).get(ROOT)) == ["APP-JR-0003", "APP-JR-0002", "APP-JR-0001"]
        assert _ids(signed_in(OTHER).get(ROOT)) == ["NOR-JR-0001"]
        assert _ids(signed_in(OTHER).get(ROOT, {"search": "python"})) == []

    def test_ones_own_and_the_published(self, signed_in: SignIn) -> None:
        own = requisition_of(STAFF).code
        assert _ids(signed_in(STAFF).get(MINE)) == [own]
        assert _ids(signed_in(STAFF).get(PUBLISHED)) == ["APP-JR-0001"]
        assert _ids(signed_in(STAFF).get(PUBLISHED, {"publish_status": "false"})) == ["APP-JR-0001"]

    @pytest.mark.parametrize("address", [ROOT, MINE, PUBLISHED, f"{ROOT}deleted/soft_deleted/"])
    def test_outsiders_see_none(self, signed_in: SignIn, api: Any, address: str) -> None:
        assert signed_in("johndoe").get(address).status_code == 403
        assert api.get(address).status_code == 401


class TestNarrowing:
    @pytest.mark.parametrize(
        "query",
        [
            {"status": "pending"},
            {"status": "pending,closed"},
            {"status": ["closed", "pending"]},
            {"role": "admin"},
            {"job_type": "contract"},
            {"location_type": "on_site"},
            {"urgency_level": "urgent"},
            {"search": "zoo"},
            {"search": "  ZOÖ keep pend lag adm staff@appbrew "},
            {"search": "staff@appbrew.com"},
            {"search": "@appbrew.com keeper"},
            {"search": "app-jr-7"},
            {"search": "keeper", "status": "pending", "role": "admin"},
        ],
    )
    def test_it_finds(self, signed_in: SignIn, query: dict[str, Any]) -> None:
        sought = requisition_of(
            STAFF,
            title="Zoo Keeper",
            status="pending",
            role="admin",
            job_type="contract",
            location_type="on_site",
            urgency_level="urgent",
            interview_location="Lagos Island",
        )
        assert _ids(signed_in(OWNER).get(ROOT, query)) == [sought.code]

    @pytest.mark.parametrize("search", ["eveloper", "zzz", "'|&!:*", "python frontend", "%", "@", "\\"])
    def test_it_does_not_find(self, signed_in: SignIn, search: str) -> None:
        response = signed_in(OWNER).get(ROOT, {"search": search})
        assert (_ids(response), response.json()["count"]) == ([], 0)

    @pytest.mark.parametrize(
        ("search", "title"),
        [
            ("C++", "C++ / C# Engineer"),
            ("c#", "C++ / C# Engineer"),
            ("工程师", "高级软件工程师"),
            ("高级", "高级软件工程师"),
            ("script", "JavaScript Tester"),
            ("frontend tester", "Tester (Front-End)"),
            ("tester frontend", "Front end tester"),
            ("lodz", "Łódź"),
        ],
    )
    def test_it_finds_what_is_meant_and_no_other(self, signed_in: SignIn, search: str, title: str) -> None:
        requisition_of(STAFF, title="Coach")
        sought = requisition_of(STAFF, title=title)
        assert _ids(signed_in(OWNER).get(ROOT, {"search": search})) == [sought.code]

    def test_an_empty_search_is_none(self, signed_in: SignIn) -> None:
        assert len(_ids(signed_in(OWNER).get(f"{ROOT}?search=&status=&ordering=&page_size=2"))) == 2

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("status=nonsense", "status"),
            ("status=draft,nonsense", "status"),
            ("role=owner", "role"),
            ("job_type=x", "job_type"),
            ("publish_status=maybe", "publish_status"),
            ("ordering=password", "ordering"),
            ("ordering=-requested_by__password", "ordering"),
            ("search=a%00b", "search"),
            (f"search={'a' * 201}", "search"),
        ],
    )
    def test_what_cannot_be_asked(self, signed_in: SignIn, query: str, field: str) -> None:
        response = signed_in(OWNER).get(f"{ROOT}?{query}")
        assert (response.status_code, list(response.json())) == (400, [field])

    @pytest.mark.parametrize("page", ["0", "-1", "x", "99", "1e400", "9" * 400, "²"])
    @pytest.mark.parametrize("search", ["", "developer"])
    def test_a_page_that_is_not_there(self, signed_in: SignIn, page: str, search: str) -> None:
        response = signed_in(OWNER).get(ROOT, {"page": page, "search": search})
        assert (response.status_code, response.json()) == (404, {"detail": "Invalid page."})


class TestOrder:
    @pytest.mark.parametrize("ordering", ORDERINGS)
    def test_every_order_is_total_over_the_pages(self, signed_in: SignIn, ordering: str) -> None:
        for number in range(9):
            status = ["draft", "open", "pending"][number % 3]
            deadline = NOW.date() if number % 2 else None
            requisition_of(STAFF, status=status, deadline_date=deadline, title=f"Job {number % 4}")
        owner = signed_in(OWNER)
        for search in ("", "app"):
            asked = {"ordering": ordering, "search": search}
            pages = [_ids(owner.get(ROOT, {**asked, "page_size": 5, "page": n})) for n in (1, 2, 3)]
            whole = owner.get(ROOT, asked).json()
            rows = [code for page in pages for code in page]
            assert rows == [row["id"] for row in whole["results"]]
            assert len(set(rows)) == whole["count"] == 12

    def test_urgency_has_an_order_of_its_own(self, signed_in: SignIn) -> None:
        _clear()
        for level in ("high", "low", "urgent", "medium"):
            requisition_of(STAFF, urgency_level=level)
        rows = signed_in(OWNER).get(ROOT, {"ordering": "urgency_level"}).json()["results"]
        assert [row["urgency_level"] for row in rows] == ["low", "medium", "high", "urgent"]

    def test_the_pages_of_a_search_link_to_each_other(self, signed_in: SignIn) -> None:
        owner = signed_in(OWNER)
        first = owner.get(ROOT, {"search": "app", "page_size": 2}).json()
        assert (first["count"], first["previous"]) == (3, None)
        second = owner.get(first["next"]).json()
        assert (len(second["results"]), second["next"]) == (1, None)
        assert owner.get(second["previous"]).json() == first
        assert _ids(owner.get(ROOT, {"search": "app", "page_size": 2, "page": "last"})) == ["APP-JR-0001"]


class TestPrice:
    @pytest.mark.parametrize(
        "query", ["", "?status=open", "?search=senior", "?status=open&search=senior+dev"]
    )
    def test_it_does_not_grow_with_the_rows(self, signed_in: SignIn, query: str) -> None:
        owner = signed_in(OWNER)
        prices = []
        for _ in range(2):
            for _ in range(5):
                requisition_of(STAFF, status="open")
            with CaptureQueriesContext(
                connection,
            ) as captured:
                owner.get(f"{ROOT}{query}")
            prices.append(len(captured))
        assert prices[0] == prices[1]
        assert prices[0] <= 7

    @pytest.mark.parametrize(
        "asked",
        [
            Asked(),
            Asked(statuses=frozenset({"open"})),
            Asked(search="senior dev"),
            Asked(statuses=frozenset({"open"}), roles=frozenset({"staff"}), search="senior dev"),
            Asked(others={"job_type": "full_time", "urgency_level": "high", "location_type": "remote"}),
        ],
    )
    def test_finding_and_counting_go_by_an_index_of_the_tenant(self, asked: Asked) -> None:
        tenant = Organization.objects.get(pk=APPBREW)
        _fill()
        plan = counted(requisitions_of(tenant, asked))[:20].explain()
        assert re.search("Index (Only )?Scan using requisition_", plan), plan
        assert re.search(r"Index Cond: \(+organization_id = ", plan), plan
        assert "Seq Scan" not in plan, plan


def test_the_compiled_pages_print_what_plain_drf_does(world: None) -> None:
    odd = [
        requisition_of(STAFF, title='"\\\u2028</script>', salary_range="£'%s", deadline_date=NOW.date()),
        requisition_of(MANAGER, requested_by=None, created_by=None, updated_by=None),
        requisition_of(OTHER, requirements=["a", '"'], is_deleted=True),
    ]
    keys = [row.pk for row in odd] + list(Requisition.objects.of(APPBREW).values_list("pk", flat=True))
    for page in (LISTED, BULK_CREATED, DELETED):
        assert_renders_equal(page, keys)
