"""Selection rates of groups: rates and ratios alone, nothing of a few, and nothing by subtraction."""

import json
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.crowd import at_once
from tests.databases import rows_of
from tests.domain.fairness.pools import applicants, come_to, groups
from tests.domain.jobs.factory import NOW, colleague, employer, job
from trellis.domain.accounts.models import User
from trellis.domain.candidates.queries.disability import reads_of
from trellis.domain.candidates.queries.profiles import profile_of
from trellis.domain.fairness.services.rates import selection_rates
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.rules.choices import JobType, Stage, WorkplaceType
from trellis.domain.organizations.models import Membership, Organization
from trellis.domain.organizations.rights import Role

pytestmark = pytest.mark.django_db
FUNCTION = "fairness_selection_rates(bigint, bigint, uuid, text)"


def rates(posting: Posting, member: Membership) -> dict[str, tuple[float, float | None]]:
    """Return rate and ratio by value; all are of one field."""
    told = selection_rates(posting=posting, reader=member)
    assert {each.field for each in told} <= {"hearing"}
    return {each.value: (each.selection_rate, each.impact_ratio) for each in told}


def posted() -> tuple[Posting, Membership]:
    owner = employer()
    return job(owner), owner


def first(applications: list[Application], **chosen: int) -> list[Application]:
    """Return so many of each, from where they begin."""
    return [each for start, size in chosen.items() for each in applications[int(start[1:]) :][:size]]


def log_of(application: Application) -> list[dict[str, Any]]:
    assert application.candidate
    profile = profile_of(application.candidate)
    assert profile is not None
    return reads_of(profile, asked_by=profile.user_id)


def test_rates_and_ratios_without_small_groups_which_are_nobodys_measure() -> None:
    posting, owner = posted()
    made = applicants(posting, groups(A=40, B=30, C=2))
    come_to(Stage.SHORTLISTED, first(made, _0=10, _40=9))
    come_to(Stage.HIRED, first(made, _10=10, _70=2))
    assert rates(posting, owner) == {"a": (0.5, 1.0), "b": (0.3, 0.6)}


def test_where_nobody_is_selected_there_is_no_ratio() -> None:
    posting, owner = posted()
    come_to(Stage.REJECTED, applicants(posting, groups(A=12, B=12))[:6])
    assert rates(posting, owner) == {"a": (0.0, None), "b": (0.0, None)}


def test_a_job_without_applicants_has_none() -> None:
    posting, owner = posted()
    assert rates(posting, owner) == {}


@pytest.mark.parametrize(
    ("of_group", "others", "is_told"),
    [(10, 10, True), (9, 30, False), (10, 9, False), (30, 9, False), (30, 0, False)],
    ids=["both ten", "nine", "ten beside nine", "thirty beside nine", "all"],
)
def test_neither_a_group_nor_the_rest_is_told_of_below_ten(of_group: int, others: int, is_told: bool) -> None:
    posting, owner = posted()
    made = applicants(posting, [*groups(A=of_group), *([None] * others)])
    come_to(Stage.INTERVIEW, made[:5])
    assert bool(rates(posting, owner)) is is_told


def test_who_has_withdrawn_or_shares_with_others_alone_does_not_count() -> None:
    posting, owner = posted()
    elsewhere, _ = posted()
    made = applicants(posting, groups(A=11, B=20))
    come_to(Stage.WITHDRAWN, made[:2])
    strangers = applicants(elsewhere, groups(A=5))
    for each in strangers:
        assert each.candidate
        again = Application(
            organization_id=posting.organization_id,
            posting=posting,
            candidate=each.candidate,
            number=f"X{each.pk}",
        )
        again.created_at = again.updated_at = NOW
        again.save(force_insert=True)
    assert rates(posting, owner).keys() == {"b"}
    assert log_of(strangers[0]) == log_of(made[0]) == []


def test_values_in_other_letters_are_one_and_lists_are_compared_by_their_texts() -> None:
    posting, owner = posted()
    told: list[Any] = [{"Hearing": " Left "}] * 6 + [{"hearing": ["left", "right"]}] * 6
    told += [["Sight", "hearing"]] * 10 + [["sight", 5, {"a": 1}]] * 2
    told += [{"hearing": {"deep": "no group"}}, {"hearing": "x" * 201}, {"hearing": ""}, {}]
    told += [{"hearing": 5}] * 10
    made = applicants(posting, told)
    come_to(Stage.OFFERED, made[:3])
    found = {
        (each.field, each.value): each.selection_rate
        for each in selection_rates(posting=posting, reader=owner)
    }
    assert found == {
        ("hearing", "left"): 0.25,
        ("hearing", "5"): 0.0,
        ("disability_categories", "sight"): 0.0,
        ("disability_categories", "hearing"): 0.0,
    }


def test_each_whose_categories_went_in_has_one_line_in_their_log() -> None:
    posting, owner = posted()
    made = applicants(posting, groups(A=12, C=2) + [None] * 10)
    for _ in range(2):
        rates(posting, owner)
    for each in (made[0], made[13]):
        (line,) = log_of(each)
        assert (line["purpose"], line["fields"]) == ("selection_rates", ["hearing"])
        assert line["reader"]["id"] == owner.user_id and line["read_at"]
        assert line["organization"]["name"] == owner.organization.name


def test_an_answer_is_kept_for_the_day_whoever_asks() -> None:
    posting, owner = posted()
    made = applicants(posting, groups(A=20, B=20))
    before = rates(posting, owner)
    come_to(Stage.SHORTLISTED, made[:15])
    assert rates(posting, owner) == before
    assert rates(posting, colleague(owner, Role.MANAGER)) == before
    assert len(log_of(made[0])) == 1


@pytest.mark.django_db(transaction=True)
def test_who_asks_at_once_is_told_the_same_and_it_is_read_once() -> None:
    posting, owner = posted()
    made = applicants(posting, groups(A=20, B=20))
    come_to(Stage.SHORTLISTED, made[:10])
    answers = at_once(4, lambda _: rates(posting, owner))
    assert answers == [{"a": (0.5, 1.0), "b": (0.0, 0.0)}] * 4
    assert len(log_of(made[0])) == 1


def test_another_day_is_told_of_only_where_ten_have_changed(database: BaseDatabaseWrapper) -> None:
    alias = database.alias
    user = User.objects.using(alias).create(username="o", email="o@example.com")
    company = Organization.objects.using(alias).create(name="Acme", created_at=NOW)
    Membership.objects.using(alias).create(organization=company, user=user, role=Role.OWNER, joined_at=NOW)
    posting = Posting(organization=company, title="Welder", workplace_type=WorkplaceType.REMOTE)
    posting.job_type, posting.created_at, posting.updated_at = JobType.FULL_TIME, NOW, NOW
    posting.save(using=alias)
    made = applicants(posting, groups(A=20, B=20), using=alias)

    def next_day() -> dict[str, float]:
        rows_of(
            database,
            "WITH a AS (UPDATE candidates_private.selection_run SET ran_on = ran_on - 1 RETURNING 1) TABLE a",
        )
        call = f"fairness_selection_rates({posting.pk}, {user.pk}, '{company.pk}', 'test')"
        ((told,),) = rows_of(database, f"SELECT {call}")
        return {each["value"]: each["selection_rate"] for each in json.loads(told)}

    assert next_day() == {"a": 0, "b": 0}
    come_to(Stage.SHORTLISTED, made[:5], using=alias)
    assert next_day() == {"a": 0, "b": 0}
    # Others who come, select nobody, and share nothing of this field are no cover.
    applicants(posting, [{"sight": "low"}] * 9, using=alias)
    come_to(Stage.REJECTED, made[20:], using=alias)
    assert next_day() == {"a": 0, "b": 0}
    come_to(Stage.HIRED, made[5:10], using=alias)
    assert next_day() == {"a": 0.5, "b": 0}
    applicants(posting, groups(A=9), using=alias)
    assert next_day() == {"a": 0.5, "b": 0}
    applicants(posting, groups(A=1), using=alias)
    assert next_day() == {"a": 0.33, "b": 0}


@pytest.mark.parametrize("table", ["selection_run", "selection_basis", "selection_rate"])
@pytest.mark.parametrize(
    "statement",
    [
        "TABLE {table}",
        "COPY {table} TO STDOUT",
        "EXPLAIN ANALYZE SELECT * FROM {table}",
        "CREATE TEMP VIEW mine AS TABLE {table}; TABLE mine",
        "SELECT t.* FROM jobs_posting p JOIN {table} t ON t.posting_id = p.id",
        "UPDATE {table} SET posting_id = 1 RETURNING *",
        "DELETE FROM {table} RETURNING *",
    ],
)
def test_as_the_application_no_statement_reaches_what_is_kept(table: str, statement: str) -> None:
    posting, owner = posted()
    applicants(posting, groups(A=12, B=12))
    rates(posting, owner)
    assert "permission denied" in refused(statement.format(table=f"candidates_private.{table}"))


@pytest.mark.parametrize(
    "call",
    [
        "candidates_private.groups_of('{}')",
        "candidates_private.reckon_selection(1, 1, gen_random_uuid(), 'x', '2026-01-01')",
    ],
)
def test_what_the_function_is_made_of_is_not_to_be_called(call: str) -> None:
    assert "permission denied" in refused(f"SELECT {call}")


def test_only_who_is_named_may_call_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosecdef, proconfig, has_function_privilege(current_user, oid, 'EXECUTE'),"
            " EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0)"
            " FROM pg_proc WHERE oid = %s::regprocedure",
            [f"public.{FUNCTION}"],
        )
        assert cursor.fetchone() == (True, ["search_path=pg_catalog, pg_temp"], True, False)


def test_it_is_for_members_of_the_organization_whose_job_it_is() -> None:
    posting, owner = posted()
    _, other = posted()
    for stranger in (other, Membership(user_id=other.user_id, organization_id=owner.organization_id)):
        with pytest.raises(ProgrammingError, match="for members of the organization"):
            selection_rates(posting=posting, reader=stranger)


@pytest.mark.parametrize("purpose", ["", "x" * 101])
def test_nothing_is_told_that_cannot_be_noted(purpose: str) -> None:
    posting, owner = posted()
    made = applicants(posting, groups(Canary=12, B=12))
    call = "SELECT fairness_selection_rates(%s, %s, %s, %s)"
    said = refused(call, posting.pk, owner.user_id, owner.organization_id, purpose)
    assert said.startswith("Selection rates cannot be worked out so.") and "anary" not in said
    assert log_of(made[0]) == []
    assert rates(posting, owner).keys() == {"canary", "b"}


def refused(statement: str, *parameters: Any) -> str:
    """Return all that PostgreSQL says to the application's role where it refuses a statement."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
    cause = caught.value.__cause__
    assert isinstance(cause, psycopg.Error)
    told = (
        cause.diag.message_primary,
        cause.diag.message_detail,
        cause.diag.message_hint,
        cause.diag.context,
    )
    return " ".join(part for part in told if part)
