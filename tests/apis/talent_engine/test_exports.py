"""Exports: at once where they are short, by a worker where they are long; whose, and what is in them."""

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.talent_engine.workplace_cast import ABSENT, LEAVE, MATERIAL, SERVICE, made
from trellis.apis.talent_engine.exports import EXPORTS
from trellis.core.models import Event
from trellis.core.rendering.testing import assert_renders_equal
from trellis.demo.tenants import APPBREW
from trellis.domain.exports.models import ExportJob
from trellis.domain.exports.services import jobs
from trellis.domain.exports.tasks import write_export
from trellis.domain.organizations.models import Membership, Organization
from trellis.domain.organizations.rights import Role
from trellis.domain.requisitions.models import Requisition
from trellis.domain.workplace.models import WorkplaceRequest

pytestmark = pytest.mark.usefixtures("world", "no_requisitions")
ROOT = "/api/talent-engine/exports/"
REQUESTS = "/api/talent-engine/requests/export/"
REQUISITIONS = "/api/talent-engine/requisitions/export/"
OWNER, MANAGER, STAFF, OTHER = "mahummed", "appbrew_manager", "appbrew_staff", "northwind_owner"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def content(response: Any) -> bytes:
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)  # and the test client closes it


def table(response: Any) -> list[dict[str, str]]:
    text = content(response).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheet(document: bytes) -> list[list[str]]:
    """Return the cells of a workbook's first sheet as texts."""
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert archive.testzip() is None
        root = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert not list(root.iter(f"{name}f")), "a formula"
    return [["".join(cell.itertext()) for cell in row.iter(f"{name}c")] for row in root.iter(f"{name}row")]


def a_requisition(number: int = 1, *, organization: Any = APPBREW, **values: Any) -> Requisition:
    now = timezone.now()
    code = f"{Organization.objects.get(pk=organization).prefix}-JR-{number:04}"
    return Requisition.objects.create(
        **{
            "organization_id": organization,
            "code": code,
            "application_code": code.replace("JR", "JA"),
            "requisition_number": f"REQ-20251115-{number:04}",
            "unique_link": code,
            "title": f"Engineer {number}",
            "job_type": "full_time",
            "position_type": "permanent",
            "location_type": "remote",
            "requested_by_id": Membership.objects.get(organization=organization, role="owner").user_id,
            "requested_date": now.date(),
            "created_at": now,
            "updated_at": now,
            **values,
        }
    )


class TestAtOnce:
    def test_requests_as_csv(self, signed_in: SignIn) -> None:
        staff = signed_in(STAFF)
        answers = [made(staff, body) for body in (MATERIAL, LEAVE, SERVICE)]
        response = signed_in(MANAGER).get(REQUESTS, {"format": "csv"})
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        day = f"{timezone.now():%Y%m%d}"
        assert response["Content-Disposition"] == f'attachment; filename="requests-{day}.csv"'
        assert response["Cache-Control"] == "private, no-store"
        rows = table(response)
        assert [row["request_id"] for row in rows[:3]] == [a["request_id"] for a in reversed(answers)]
        service, leave, material = rows[:3]
        assert (material["item_name"], material["quantity_needed"]) == (MATERIAL["item_name"], "5")
        assert (material["needed_date"], material["leave_category"]) == ("2025-11-30", "")
        assert material["created_at"] == answers[0]["created_at"]
        assert (leave["requested_by"], leave["requested_by_email"]) == ("Sam Taylor", "staff@appbrew.com")
        assert leave["address_during_leave"] == LEAVE["address_during_leave"]
        assert (service["priority"], service["requester_name"]) == ("high", "John Smith")

    def test_no_internal_key_is_in_it(self, signed_in: SignIn) -> None:
        answer = made(signed_in(STAFF), MATERIAL)
        a_requisition()
        for where in (REQUESTS, REQUISITIONS):
            text = content(signed_in(OWNER).get(where)).decode()
            assert answer["id"] not in text
            assert str(APPBREW) not in text

    def test_requisitions_as_csv(self, signed_in: SignIn) -> None:
        a_requisition(1, requirements=["5+ years", "Django"], documents_required=["=CV", "Letter"])
        a_requisition(2, status="approved", publish_status=True, role="admin")
        first, second = table(signed_in(OWNER).get(REQUISITIONS, {"format": "csv"}))[::-1]
        assert (first["id"], first["requirements"]) == ("APP-JR-0001", "5+ years; Django")
        assert first["documents_required"] == "'=CV; Letter"
        assert (first["publish_status"], second["publish_status"]) == ("false", "true")
        assert first["requested_by_email"] == "support@appbrew.com"

    def test_the_filters_of_the_list_count(self, signed_in: SignIn) -> None:
        owner = signed_in(OWNER)
        made(owner, MATERIAL, title="Only this")
        rows = table(owner.get(REQUESTS, {"search": "only", "request_type": "material", "status": ""}))
        assert [row["title"] for row in rows] == ["Only this"]
        for number, status in enumerate(["draft", "approved", "draft"]):
            a_requisition(number, status=status, role="admin" if number else "staff")
        rows = table(owner.get(REQUISITIONS, {"status": "draft", "role": "admin", "search": "ENGINEER"}))
        assert [row["title"] for row in rows] == ["Engineer 2"]

    def test_as_a_workbook(self, signed_in: SignIn) -> None:
        made(signed_in(STAFF), LEAVE, title="=1+1")
        response = signed_in(OWNER).get(REQUESTS, {"format": "xlsx", "search": "1"})
        assert response["Content-Type"] == XLSX
        assert response["Content-Disposition"].endswith('.xlsx"')
        headings, *rows = sheet(content(response))
        assert headings[:3] == ["request_id", "request_type", "title"]
        assert rows[0][1:3] == ["leave", "'=1+1"]
        # Days since 1899-12-30, as Excel keeps dates.
        assert "46011" in rows[0]

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝"])
    def test_no_cell_is_a_formula(self, signed_in: SignIn, start: str) -> None:
        text = f"{start}cmd|' /C calc'!A0"
        made(signed_in(STAFF), MATERIAL, item_name=text, description=f'"{text}\n{text}"')
        (row,) = table(signed_in(OWNER).get(REQUESTS, {"search": "calc"}))
        assert (row["item_name"], row["description"]) == (f"'{text}", f'"{text}\n{text}"')

    def test_odd_rows_survive(self, signed_in: SignIn) -> None:
        owner = signed_in(OWNER)
        odd = 'a,b;"c"\r\nd\t\x01\x1f\u2028😀' + "x" * 4000
        made(owner, MATERIAL, title="Odd", needed_date="0001-01-01")
        # As it was taken before doors refused control characters.
        WorkplaceRequest.objects.of(APPBREW).update(description=odd)
        (row,) = table(owner.get(REQUESTS, {"search": "odd"}))
        assert (row["description"], row["needed_date"]) == (odd, "0001-01-01")
        rows = sheet(content(owner.get(REQUESTS, {"search": "odd", "format": "xlsx"})))
        assert "0001-01-01" in rows[1]

    def test_what_a_cell_of_a_workbook_cannot_hold_is_told_there_and_is_in_the_csv(
        self, signed_in: SignIn
    ) -> None:
        a_requisition(requirements=["y" * 999] * 50)
        owner, whole = signed_in(OWNER), "; ".join(["y" * 999] * 50)
        _, cells = sheet(content(owner.get(REQUISITIONS, {"format": "xlsx"})))
        told = " [cut here: the text has 50,048 characters, more than a cell holds; the CSV has all]"
        (cell,) = [cell for cell in cells if cell.startswith("yyy")]
        assert (len(cell), cell.partition("…")[2]) == (32_767, told)
        (row,) = table(owner.get(REQUISITIONS))
        assert row["requirements"] == whole

    def test_half_days_are_numbers_in_both(self, signed_in: SignIn) -> None:
        made(signed_in(STAFF), LEAVE, title="Half", number_of_days=2.5)
        asked = {"request_type": "leave", "search": "half"}
        (row,) = table(signed_in(OWNER).get(REQUESTS, asked))
        assert row["number_of_days"] == "2.5"
        cells = sheet(content(signed_in(OWNER).get(REQUESTS, {**asked, "format": "xlsx"})))[1]
        assert "2.5" in cells

    def test_an_empty_one_has_its_headings(self, signed_in: SignIn) -> None:
        other = signed_in(OTHER)
        assert table(other.get(REQUESTS)) == []
        assert content(other.get(REQUESTS)).startswith(b"\xef\xbb\xbfrequest_id,request_type,title,")
        assert len(sheet(content(other.get(REQUISITIONS, {"format": "xlsx"})))) == 1

    def test_batches_join_without_gap_or_overlap(
        self, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("trellis.domain.exports.queries.BATCH", 3)
        other = signed_in(OTHER)
        for _ in range(7):
            made(other, MATERIAL)
        # Two of one moment, in different batches.
        WorkplaceRequest.unscoped.filter(organization__domain="northwind.example").update(
            created_at=timezone.now()
        )
        numbers = [row["request_id"] for row in table(other.get(REQUESTS))]
        assert len(numbers) == len(set(numbers)) == 7

    @pytest.mark.parametrize("where", [REQUESTS, REQUISITIONS])
    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("format=pdf", "format"),
            ("format=json", "format"),
            ("status=x", "status"),
            ("search=%00", "search"),
        ],
    )
    def test_a_bad_parameter_is_named(self, signed_in: SignIn, where: str, query: str, field: str) -> None:
        response = signed_in(OWNER).get(f"{where}?{query}")
        assert (response.status_code, set(response.json())) == (400, {field})

    def test_accept_does_not_matter(self, signed_in: SignIn, api: APIClient) -> None:
        owner = signed_in(OWNER)
        assert content(owner.get(REQUESTS, HTTP_ACCEPT="text/csv"))
        assert api.get(f"{REQUESTS}?format=csv", HTTP_ACCEPT="text/csv").json() == {
            "detail": "Authentication credentials were not provided."
        }

    def test_taking_one_is_recorded(self, signed_in: SignIn) -> None:
        content(signed_in(MANAGER).get(REQUESTS, {"search": "somebody"}))
        event = Event.objects.get(kind="export.taken")
        assert (event.actor_id, event.tenant_id) == (2, APPBREW)
        assert event.data == {"kind": "requests", "format": "csv"}

    def test_the_number_of_queries_does_not_grow(
        self, signed_in: SignIn, django_assert_num_queries: Any
    ) -> None:
        other = signed_in(OTHER)
        for count in (1, 20):
            for _ in range(count):
                made(other, MATERIAL)
            # The account, its membership, the count, the record (in a savepoint), the one batch.
            with django_assert_num_queries(7):
                assert len(table(other.get(REQUESTS))) >= count


class TestWho:
    def test_the_wall_between_tenants(self, signed_in: SignIn) -> None:
        made(signed_in(OWNER), MATERIAL)
        a_requisition()
        other = signed_in(OTHER)
        assert table(other.get(REQUESTS)) == table(other.get(REQUISITIONS)) == []

    def test_staff_and_strangers_are_refused(self, signed_in: SignIn, api: APIClient) -> None:
        job = _job(signed_in(OWNER))
        clients = [(api, 401), (signed_in("johndoe"), 403), (signed_in("candidate"), 403)]
        for client, status in [*clients, (signed_in(STAFF), 403)]:
            for where in (
                REQUESTS,
                REQUISITIONS,
                ROOT,
                f"{ROOT}{job['id']}/",
                f"{ROOT}{job['id']}/download/",
            ):
                assert client.get(where).status_code == status
            assert client.post(ROOT, {"kind": "requests"}).status_code == status

    def test_an_export_is_seen_by_who_asked_alone(self, signed_in: SignIn) -> None:
        job = _written(signed_in(MANAGER))
        for username in (OWNER, OTHER):
            client = signed_in(username)
            assert client.get(ROOT).json()["results"] == []
            for where in (f"{ROOT}{job['id']}/", f"{ROOT}{job['id']}/download/"):
                response = client.get(where)
                assert (response.status_code, response.json()) == (404, {"detail": "Not found."})
        assert content(signed_in(MANAGER).get(f"{ROOT}{job['id']}/download/"))

    def test_whoever_may_no_longer_export_gets_no_file(self, signed_in: SignIn) -> None:
        manager = signed_in(MANAGER)
        written, waiting = _written(manager), _job(manager, kind="requisitions")
        Membership.objects.filter(user__username=MANAGER).update(role=Role.STAFF)
        write_export(export_id=waiting["id"])
        assert manager.get(f"{ROOT}{written['id']}/download/").status_code == 403
        Membership.objects.filter(user__username=MANAGER).update(role=Role.MANAGER)
        assert manager.get(f"{ROOT}{waiting['id']}/").json()["status"] == "failed"
        assert manager.get(f"{ROOT}{waiting['id']}/download/").status_code == 409


class TestJobs:
    @pytest.mark.parametrize(("where", "kind"), [(REQUESTS, "requests"), (REQUISITIONS, "requisitions")])
    @pytest.mark.parametrize("format", ["csv", "xlsx"])
    def test_a_long_export_becomes_a_job(
        self, signed_in: SignIn, settings: Any, where: str, kind: str, format: str
    ) -> None:
        settings.EXPORT_AT_ONCE = 2
        owner = signed_in(OWNER)
        for number in range(3):
            made(owner, MATERIAL)
            a_requisition(number)
        response = owner.get(where, {"format": format, "search": "", "status": ""})
        assert response.status_code == 202
        job = response.json()
        assert (job["kind"], job["format"], job["filters"]) == (kind, format, {})
        assert (job["status"], job["progress"], job["rows"], job["download_url"]) == ("queued", 0, 0, None)
        assert response["Location"].endswith(f"{ROOT}{job['id']}/")
        assert owner.get(response["Location"]).json() == job
        write_export(export_id=job["id"])
        ready = owner.get(response["Location"]).json()
        assert (ready["status"], ready["progress"]) == ("ready", 100)
        file = owner.get(ready["download_url"])
        assert file["Content-Disposition"].endswith(f'.{format}"')
        lines = sheet(content(file))[1:] if format == "xlsx" else table(file)
        assert len(lines) == ready["rows"] >= 3

    def test_filters_travel_with_the_job(self, signed_in: SignIn) -> None:
        owner = signed_in(OWNER)
        made(owner, MATERIAL, title="Only this")
        job = _written(owner, filters={"search": "only this", "request_type": "material", "status": ""})
        assert job["filters"] == {"search": "only this", "request_type": "material"}
        assert [row["title"] for row in table(owner.get(job["download_url"]))] == ["Only this"]

    @pytest.mark.parametrize(
        ("body", "errors"),
        [
            ({}, {"kind"}),
            ({"kind": "people"}, {"kind"}),
            ({"kind": ["requests"]}, {"kind"}),
            ({"kind": "requests", "format": "pdf"}, {"format"}),
            ({"kind": "requests", "filters": []}, {"filters"}),
            ({"kind": "requests", "filters": "status=x"}, {"filters"}),
            ({"kind": "requests", "filters": {"status": "draft"}}, {"filters"}),
            ({"kind": "requests", "filters": {"role": "staff"}}, {"filters"}),
            ({"kind": "requisitions", "filters": {"search": "\x00"}}, {"filters"}),
            ({"kind": "requisitions", "filters": {"search": {"a": []}}}, {"filters"}),
        ],
    )
    def test_bad_wishes_are_named(self, signed_in: SignIn, body: Any, errors: set[str]) -> None:
        response = signed_in(OWNER).post(ROOT, body)
        assert (response.status_code, set(response.json())) == (400, errors)
        assert not ExportJob.unscoped.exists()

    def test_the_same_wish_waits_once_and_others_are_bounded(self, signed_in: SignIn) -> None:
        owner = signed_in(OWNER)
        first = _job(owner)
        assert _job(owner)["id"] == first["id"]
        for word in "abcd":
            _job(owner, filters={"search": word})
        refused = owner.post(ROOT, {"kind": "requests", "filters": {"search": "e"}})
        assert refused.status_code == 409
        assert _job(owner)["id"] == first["id"]
        assert _job(signed_in(MANAGER))["id"] != first["id"]
        write_export(export_id=first["id"])
        assert _job(owner)["id"] != first["id"]

    def test_the_list_is_what_plain_drf_prints(
        self, signed_in: SignIn, django_assert_num_queries: Any
    ) -> None:
        owner = signed_in(OWNER)
        ready, waiting = _written(owner), _job(owner, kind="requisitions", format="xlsx")
        assert_renders_equal(EXPORTS, [ready["id"], waiting["id"]])
        with django_assert_num_queries(5):
            listed = owner.get(ROOT).json()
        assert listed["results"] == [waiting, ready]
        assert owner.get(f"{ROOT}?page=-1").status_code == 404

    def test_a_job_that_is_not_ready_has_no_file(self, signed_in: SignIn) -> None:
        owner = signed_in(OWNER)
        response = owner.get(f"{ROOT}{_job(owner)['id']}/download/")
        assert (response.status_code, response.json()) == (409, {"detail": "This export is queued."})
        assert owner.get(f"{ROOT}{ABSENT}/download/").status_code == 404

    def test_it_expires(self, signed_in: SignIn) -> None:
        owner = signed_in(OWNER)
        job = _written(owner)
        row = ExportJob.unscoped.get(pk=job["id"])
        assert row.expires_at - row.finished_at == timedelta(days=7)  # type: ignore[operator]
        ExportJob.unscoped.update(expires_at=timezone.now())
        for where in (f"{ROOT}{job['id']}/", f"{ROOT}{job['id']}/download/"):
            assert owner.get(where).status_code == 404
        jobs.remove_expired(now=timezone.now())
        assert not ExportJob.unscoped.exists()
        assert not jobs.storage().exists(row.file_name)

    def test_a_file_that_is_gone_is_not_there_and_not_recorded_as_fetched(self, signed_in: SignIn) -> None:
        owner = signed_in(OWNER)
        job = _written(owner)
        jobs.storage().delete(ExportJob.unscoped.get(pk=job["id"]).file_name)
        assert owner.get(job["download_url"]).status_code == 404
        assert not Event.objects.filter(kind="export.downloaded").exists()

    def test_fetching_it_is_recorded(self, signed_in: SignIn) -> None:
        job = _written(signed_in(OWNER))
        content(signed_in(OWNER).get(job["download_url"]))
        told = Event.objects.filter(subject_id=job["id"]).order_by("id").values_list("kind", "data")
        assert list(told) == [
            ("export.requested", {"kind": "requests", "format": "csv", "rows": 0}),
            ("export.downloaded", {"kind": "requests", "format": "csv", "rows": job["rows"]}),
        ]


def _job(client: APIClient, **wish: Any) -> dict[str, Any]:
    response = client.post(ROOT, {"kind": "requests", **wish})
    assert response.status_code == 202, response.content
    job: dict[str, Any] = response.json()
    return job


def _written(client: APIClient, **wish: Any) -> dict[str, Any]:
    job = _job(client, **wish)
    write_export(export_id=job["id"])
    ready: dict[str, Any] = client.get(f"{ROOT}{job['id']}/").json()
    assert ready["status"] == "ready"
    return ready
