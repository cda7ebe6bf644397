"""What can happen to a job, and what its table refuses whoever writes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.domain.jobs.factory import NOW, PRINTED, candidate, colleague, employer, job, person
from trellis.core.db.errors import constraint_of
from trellis.core.events import changes_of, history_of, history_of_key
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.queries.postings import (
    member_for,
    narrowed,
    open_postings,
    posting_seen_by,
)
from trellis.domain.jobs.refusals import DeadlinePassed, NoPosting, NotAllowed, OfRequisition
from trellis.domain.jobs.rights import Right
from trellis.domain.jobs.services.applying import apply
from trellis.domain.jobs.services.postings import change_posting, create_posting, delete_posting
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.services.organizations import change_organization
from trellis.domain.requisitions.services.requisitions import create_requisition

LATER = NOW + timedelta(days=1)


@pytest.fixture
def owner(db: None) -> Membership:
    return employer()


def test_a_job_is_changed_closed_and_opened_again_with_a_record(owner: Membership) -> None:
    posting = job(owner)
    changed = change_posting(
        posting=posting, member=owner, fields={"title": "Engineer", "status": "closed"}, now=LATER
    )
    assert (changed.title, changed.status, changed.closed_at, changed.version) == (
        *("Engineer", "closed", LATER),
        2,
    )
    again = change_posting(
        posting=posting, member=owner, fields={**PRINTED, "title": "Engineer", "status": "open"}, now=LATER
    )
    assert (again.closed_at, again.version) == (None, 3)
    assert change_posting(posting=posting, member=owner, fields={"title": "Engineer"}, now=LATER).version == 3
    told = list(history_of(posting))
    assert [event.kind for event in told] == ["job.posted", "job.changed", "job.closed", "job.reopened"]
    assert told[1].data == {"changes": {"title": [None, None]}}
    assert changes_of(told[1]) == {"title": ["Senior Software Engineer", "Engineer"]}


def test_a_deadline_is_a_moment_to_come(owner: Membership) -> None:
    with pytest.raises(DeadlinePassed):
        create_posting(member=owner, fields={**PRINTED, "deadline_at": NOW}, now=NOW)
    posting = job(owner, deadline_at=LATER)
    assert narrowed(open_postings(NOW), {}).get() == posting
    assert not open_postings(LATER).exists()
    # What was read may be sent back when it has passed.
    change_posting(
        posting=posting,
        member=owner,
        fields={"deadline_at": LATER, "title": "New"},
        now=LATER + LATER.resolution,
    )
    with pytest.raises(DeadlinePassed):
        change_posting(posting=posting, member=owner, fields={"deadline_at": NOW}, now=LATER)


def test_one_that_nobody_wants_goes_and_one_with_applications_stays_unseen(owner: Membership) -> None:
    unwanted, wanted = job(owner), job(owner)
    made = apply(user=candidate(), posting=wanted, now=NOW)
    key = str(unwanted.pk)
    for posting in (unwanted, wanted):
        delete_posting(posting=posting, member=owner, now=LATER)
        with pytest.raises(NoPosting):
            posting_seen_by(owner.user, posting.pk)
        with pytest.raises(NoPosting):
            change_posting(posting=posting, member=owner, fields={"title": "x"}, now=LATER)
    (left,) = Posting.objects.of(owner.organization_id)
    assert (left.pk, left.is_deleted, left.status, left.closed_at) == (wanted.pk, True, "closed", LATER)
    made.refresh_from_db()
    assert made.stage == "applied"
    assert member_for(owner.user, wanted.pk, Right.READ_APPLICATIONS, even_deleted=True) == (wanted, owner)
    assert [event.kind for event in history_of_key(Posting, key)] == ["job.posted", "job.deleted"]


def test_who_reads_and_who_may(owner: Membership) -> None:
    open_one, closed = job(owner), job(owner, status="closed")
    staff, stranger, other = colleague(owner, Role.STAFF), person(), employer()
    for user in (owner.user, staff.user, stranger, other.user):
        assert posting_seen_by(user, open_one.pk) == open_one
    for user in (stranger, other.user):
        with pytest.raises(NoPosting):
            posting_seen_by(user, closed.pk)
        with pytest.raises(NotAllowed):
            member_for(user, open_one.pk, Right.READ_JOBS)
        with pytest.raises(NoPosting):
            member_for(user, closed.pk, Right.READ_JOBS)
    assert member_for(staff.user, closed.pk, Right.READ_JOBS) == (closed, staff)
    with pytest.raises(NotAllowed):
        member_for(staff.user, closed.pk, Right.POST_JOBS)


def test_that_of_a_requisition_is_changed_with_that_alone(owner: Membership) -> None:
    draft = {
        "title": "Nurse",
        "job_type": "full_time",
        "position_type": "permanent",
        "location_type": "remote",
    }
    requisition = create_requisition(member=owner, draft=draft, now=NOW)
    posting = Posting.objects.create(
        organization=owner.organization, requisition=requisition, created_at=NOW, updated_at=NOW, **PRINTED
    )
    with pytest.raises(OfRequisition, match=requisition.code):
        change_posting(posting=posting, member=owner, fields={"title": "Doctor"}, now=NOW)
    with pytest.raises(OfRequisition):
        delete_posting(posting=posting, member=owner, now=NOW)


def found(**asked: Any) -> list[str]:
    rows = narrowed(open_postings(NOW), asked)
    return list(rows.order_by("pk").values_list("title", flat=True))


def test_everybody_finds_jobs_by_words_skills_places_and_kinds(owner: Membership) -> None:
    job(owner, title="Welder", skills=["C++", "Reading drawings"], location="New York", workplace_type=1)
    job(owner, title="C drafter", skills=["C"], location="Newark", workplace_type=3, job_type=2)
    job(owner, title="Closed", skills=["C"], location="Newark", status="closed")
    assert found(search="weld") == found(skills=["reading DRAWINGS"]) == ["Welder"]
    assert found(skills=["c"]) == found(skills=["C"], location="new") == ["C drafter"]
    assert found(location="new york") == found(skills=["C++", "Reading drawings"]) == ["Welder"]
    assert found(search="acme") == found(location="New") == ["Welder", "C drafter"]
    assert found(workplace_type=frozenset({1, 2})) == found(job_type=frozenset({1})) == ["Welder"]
    assert found(search="!") == found(skills=["drawings"]) == found(search="weld", visa_required=True) == []
    change_organization(actor=owner, changes={"name": "Umbrella"}, now=NOW)
    assert found(search="acme") == [] and found(search="umbrella welder") == ["Welder"]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"status": "closed"}, "posting_closed_at"),
    ({"closed_at": NOW}, "posting_closed_at"),
    ({"is_deleted": True, "deleted_at": NOW}, "posting_deleted_when_closed"),
    ({"workplace_type": 4}, "posting_workplace_type"),
    ({"job_type": 0}, "posting_job_type"),
    ({"ranking_status": "soon"}, "posting_ranking_status"),
]


def test_the_table_refuses_what_cannot_be(owner: Membership) -> None:
    rows = Posting.objects.of(owner.organization_id).filter(pk=job(owner).pk)
    for values, constraint in REFUSED:
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            rows.update(**values)
        assert constraint_of(refused.value) == constraint
