"""Published requisitions have a posting each, which says what they say and is open while they are."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.databases import rows_of
from tests.domain.jobs.factory import NOW, candidate
from tests.domain.requisitions.factory import OWNER, member, requisition_of
from trellis.core.db.migrating import Executor
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.queries.postings import narrowed, open_postings
from trellis.domain.jobs.refusals import ApplicationsClosed, OfRequisition
from trellis.domain.jobs.rules.choices import JobType, WorkplaceType
from trellis.domain.jobs.rules.mirrored import fields_of
from trellis.domain.jobs.services.applying import apply
from trellis.domain.jobs.services.postings import change_posting, delete_posting
from trellis.domain.organizations.models import Organization
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.rules.choices import JobType as TheirJobType
from trellis.domain.requisitions.rules.choices import LocationType
from trellis.domain.requisitions.services import closing, deletion
from trellis.domain.requisitions.services.requisitions import change_requisition

_BEFORE, _NOW = [("jobs", "0002_keeps_its_organization")], [("jobs", "0003_postings_of_requisitions")]


def change(requisition: Requisition, **changes: Any) -> None:
    change_requisition(member=member(OWNER), code=requisition.code, changes=changes, now=NOW)


def posting_of(requisition: Requisition) -> Posting:
    return Posting.objects.of(requisition.organization_id).get(requisition=requisition)


def published(**fields: Any) -> Requisition:
    """Publish one by the service."""
    requisition = requisition_of(status="approved", **fields)
    change(requisition, publish_status=True)
    return requisition


@pytest.mark.usefixtures("world")
class TestWhatFollows:
    def test_it_is_made_at_publishing_and_changed_with_it(self) -> None:
        draft = requisition_of()
        change(draft, title="Nobody knows yet")
        assert not Posting.objects.of(draft.organization_id).filter(requisition=draft).exists()
        job = published(
            job_description="Build.",
            responsibilities=["Review"],
            requirements=["Python", "SQL"],
            job_type="freelance",
            location_type="hybrid",
            job_location="London",
            salary_range="£60,000",
            deadline_date=date(2046, 12, 31),
            company_name="TechCorp",
        )
        posting = posting_of(job)
        assert posting.job_desc == "Build.\n\nResponsibilities\n- Review\n\nRequirements\n- Python\n- SQL"
        assert (posting.job_type, posting.workplace_type) == (JobType.OTHER, WorkplaceType.HYBRID)
        assert (posting.location, posting.estimated_salary, posting.skills) == ("London", "£60,000", [])
        assert posting.deadline_at == datetime(2046, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
        assert (posting.author, posting.organization_id) == (None, job.organization_id)
        for search in ("techcorp", "appbrew", "london"):
            assert posting in narrowed(open_postings(NOW), {"search": search})
        change(job, title="Lead", deadline_date=None, company_name="Other Ltd")
        again = posting_of(job)
        assert (again.pk, again.title, again.deadline_at, again.version) == (posting.pk, "Lead", None, 2)
        assert again in narrowed(open_postings(NOW), {"search": "lead other"})
        assert again not in narrowed(open_postings(NOW), {"search": "techcorp"})
        Organization.objects.get(pk=job.organization_id).save(update_fields=["name"])
        assert posting in narrowed(open_postings(NOW), {"search": "other"})

    @pytest.mark.parametrize(
        ("shut", "reopen"),
        [
            ({"status": "closed"}, {"status": "open"}),
            ({"publish_status": False}, {"publish_status": True}),
            ({"status": "cancelled"}, None),
        ],
    )
    def test_it_is_closed_and_opened_with_it(
        self, shut: dict[str, Any], reopen: dict[str, Any] | None
    ) -> None:
        job = published()
        change(job, **shut)
        assert (posting_of(job).status, posting_of(job).closed_at) == ("closed", NOW)
        if reopen:
            change(job, **reopen)
            assert posting_of(job) in open_postings(NOW)

    def test_who_closes_it_by_the_open_contract_closes_it_too(self) -> None:
        job = published()
        closing.close_one(code=job.code, organization_id=None, actor_id=None, now=NOW)
        assert posting_of(job).status == "closed"

    def test_it_goes_and_comes_with_it_and_stays_for_who_has_applied(self) -> None:
        job, other = published(), published()
        boss, codes = member(OWNER), [job.code, other.code]
        apply(user=candidate(), posting=posting_of(job), now=NOW)
        deletion.delete(member=boss, codes=codes, now=NOW)
        assert (posting_of(job).is_deleted, posting_of(job).status) == (True, "closed")
        deletion.recover(member=boss, codes=codes, now=NOW)
        assert {posting_of(job), posting_of(other)} <= set(open_postings(NOW))
        posting, gone = posting_of(job), posting_of(other)
        deletion.delete(member=boss, codes=codes, now=NOW)
        deletion.purge(member=boss, codes=codes, now=NOW)
        posting.refresh_from_db()
        assert (posting.requisition, posting.is_deleted) == (None, True)
        assert not Posting.objects.of(boss.organization_id).filter(pk=gone.pk).exists()

    def test_who_applies_is_counted_once_beside_who_is_counted_elsewhere(self) -> None:
        job = published()
        apply(user=candidate(), posting=posting_of(job), now=NOW)
        closing.count_application(unique_link=job.unique_link, now=NOW)
        job.refresh_from_db()
        assert job.num_of_applications == 2

    def test_its_deadline_is_the_end_of_that_day(self) -> None:
        posting = posting_of(published(deadline_date=NOW.date()))
        evening, next_day = NOW.replace(hour=23, minute=59), NOW.replace(day=3, hour=0, minute=0)
        assert posting in open_postings(evening) and posting not in open_postings(next_day)
        with pytest.raises(ApplicationsClosed, match="2 March 2026, 23:59"):
            apply(user=candidate(), posting=posting, now=next_day)

    def test_nobody_else_changes_it(self) -> None:
        posting = posting_of(published())
        for act in (
            lambda: change_posting(posting=posting, member=member(OWNER), fields={"title": "x"}, now=NOW),
            lambda: delete_posting(posting=posting, member=member(OWNER), now=NOW),
        ):
            with pytest.raises(OfRequisition, match="Talent Engine"):
                act()

    def test_the_demo_has_them(self) -> None:
        shown = Posting.objects.of_all_tenants().exclude(requisition=None)
        assert {posting.requisition.status for posting in shown if posting.requisition} == {"open"}


def test_every_choice_of_a_requisition_is_one_of_a_posting() -> None:
    for job_type in TheirJobType.values:
        for location_type in LocationType.values:
            said = fields_of(Requisition(title="Any", job_type=job_type, location_type=location_type))
            assert said["job_type"] in JobType and said["workplace_type"] in WorkplaceType


def test_what_was_published_before_gets_one(empty_database: BaseDatabaseWrapper, monkeypatch: Any) -> None:
    from importlib import import_module

    monkeypatch.setattr(
        import_module("trellis.domain.jobs.migrations.0003_postings_of_requisitions"), "BATCH", 2
    )
    Executor(empty_database).migrate(_BEFORE)
    apps = Executor(empty_database).loader.project_state(_BEFORE).apps
    tenant = (
        apps.get_model("organizations", "Organization")
        .objects.using(empty_database.alias)
        .create(name="Acme", created_at=NOW)
    )
    rows = apps.get_model("requisitions", "Requisition")._default_manager.using(empty_database.alias)
    shown = {"status": "open", "publish_status": True, "published_at": NOW}
    for n, more in enumerate([shown, shown, shown, {**shown, "is_deleted": True, "deleted_at": NOW}, {}]):
        rows.create(
            **{name: f"{name}-{n}" for name in ("code", "application_code", "requisition_number")},
            organization=tenant,
            title=f"Job {n}",
            unique_link=f"link-{n}",
            job_type="full_time",
            position_type="permanent",
            location_type="remote",
            requested_date=NOW.date(),
            created_at=NOW,
            updated_at=NOW,
            company_name="TechCorp",
            **more,
        )
    for _ in range(2):
        Executor(empty_database).migrate(_NOW)
        found = "SELECT title, listing @@ '''techcorp'' & ''^acme''' FROM jobs_posting ORDER BY id"
        assert rows_of(empty_database, found) == [(f"Job {n}", True) for n in range(3)]
        Executor(empty_database).migrate(_BEFORE)
    assert connection.alias != empty_database.alias
