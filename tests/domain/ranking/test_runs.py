"""A run ends ranked, or failed with the reason, whoever dies on the way; and one goes on at a time."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.crowd import at_once
from tests.domain.jobs.factory import employer
from tests.domain.ranking.factory import Model, applicant, ask, ranked, standing, wanted, work
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.services.deciding import withdraw
from trellis.domain.notifications.models import Notification
from trellis.domain.organizations.models import Membership
from trellis.domain.ranking.models import ApplicationReading, Place, Run
from trellis.domain.ranking.refusals import RankingRunning
from trellis.domain.ranking.rules.runs import ASKED_ANEW_AFTER, GIVEN_UP_AFTER, MOST_ATTEMPTS, MOST_TURNS
from trellis.domain.ranking.services import asking, ending, ranking
from trellis.intelligence.ranking.auditing import Check
from trellis.intelligence.refusals import ModelsAway

pytestmark = pytest.mark.django_db(transaction=True)


class Killed(BaseException):
    """A worker is gone: nothing of it runs any more."""


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Model:
    """What embeds."""
    return Model(monkeypatch)


@pytest.fixture
def owner() -> Membership:
    """Who hires."""
    return employer()


@pytest.fixture
def posting(owner: Membership) -> Posting:
    """A job that asks for two skills."""
    return wanted(owner)


def seen(posting: Posting) -> tuple[str, Any]:
    """Return how a job says that its ranking stands."""
    posting.refresh_from_db()
    return posting.ranking_status, posting.candidate_ranking_data


def kill_in(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def die(*args: Any, **options: Any) -> None:
        raise Killed

    monkeypatch.setattr(ranking, name, die)


def test_of_many_who_ask_at_once_one_is_heard(owner: Membership, posting: Posting) -> None:
    def try_to(_: int) -> bool:
        try:
            ask(posting, owner)
        except RankingRunning:
            return False
        return True

    assert sorted(at_once(4, try_to)) == [False, False, False, True]
    run = Run.objects.get()
    assert seen(posting)[0] == "ranking" and posting.ranking_task_id == str(run.pk)
    jobs = ProcrastinateJob.objects.filter(task_name__endswith="rank_candidates")
    assert [each.args for each in jobs] == [{"run_id": run.pk}]


@pytest.mark.parametrize("step", ["embed_all", "pool_of", "judge", "audit"])
def test_what_a_killed_worker_left_the_next_one_ends(
    owner: Membership, posting: Posting, model: Model, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    made = applicant(posting, "Welding")
    run = ask(posting, owner)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        kill_in(patch, step)
        work(run)
    assert seen(posting)[0] == Run.objects.get().status == "ranking"
    assert (work(run).status, seen(posting)[0]) == ("ranked", "ranked")
    assert [number for number, *_ in standing(run)] == [made.number]


def test_one_that_is_killed_in_the_end_leaves_no_place(
    owner: Membership, posting: Posting, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    applicant(posting, "Welding")
    first = ranked(posting, owner)
    second = ask(posting, owner)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(ending, "show", lambda *_: kill_now())
        work(second)
    assert Place.objects.get().run == first
    assert work(second).status == "ranked"
    assert Place.objects.get().run == second


def kill_now() -> None:
    raise Killed


def test_a_run_of_which_workers_die_again_and_again_fails(
    owner: Membership, posting: Posting, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    applicant(posting, "Welding")
    run = ask(posting, owner)
    with monkeypatch.context() as patch:
        kill_in(patch, "pool_of")
        for _ in range(MOST_TURNS):
            with pytest.raises(Killed):
                work(run)
    assert (work(run).status, Run.objects.get().fault) == ("failed", "broken")
    assert seen(posting)[1]["fault"]["code"] == "broken"
    assert ranked(posting, owner).number == 2


def test_what_a_worker_finds_after_another_has_the_run_is_dropped(
    owner: Membership, posting: Posting, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    applicant(posting, "Welding")
    run = ask(posting, owner)
    judge, ends = ranking.judge, []

    def slowly(*args: Any, **options: Any) -> Any:
        with monkeypatch.context() as patch:
            patch.setattr(ranking, "judge", judge)
            ends.append(work(run).finished_at)
        return judge(*args, **options)

    monkeypatch.setattr(ranking, "judge", slowly)
    assert work(run).finished_at == ends[0]
    assert (Run.objects.get().attempts, Place.objects.count()) == (2, 1)


def test_models_that_stay_away_fail_it_after_some_tries(
    owner: Membership, posting: Posting, model: Model
) -> None:
    applicant(posting, "Welding")
    run = ask(posting, owner)
    model.is_away = True
    for _ in range(MOST_ATTEMPTS - 1):
        with pytest.raises(ModelsAway):
            work(run)
    assert seen(posting)[0] == "ranking"
    assert work(run).fault == "models_away"
    assert (
        seen(posting)[1]["fault"]["sentence"] == "What compares meanings does not answer. Rank again later."
    )
    told = Notification.objects.filter(kind="ranking.failed").get()
    assert (told.recipient, told.title) == (owner.user, "Welder: the applicants could not be ranked")
    model.is_away = False
    assert ranked(posting, owner).status == "ranked"


def test_an_order_that_moves_is_not_shown(
    owner: Membership, posting: Posting, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = applicant(posting, "Welding")
    moved = (Check("names", 1, (made.number,)), Check("years", 1, ()))
    monkeypatch.setattr(ranking, "audit", lambda *args, **options: moved)
    run = ranked(posting, owner)
    assert (run.status, run.fault, run.fault_detail) == ("failed", "order_moved", "names")
    assert run.audit[0] == {"name": "names", "looked_at": 1, "moved": [made.number]}
    assert not Place.objects.exists()


def test_one_that_is_silent_is_given_up_for_a_new_one_that_is_asked_for(
    owner: Membership, posting: Posting, model: Model
) -> None:
    first, now = ask(posting, owner), timezone.now()
    with pytest.raises(RankingRunning):
        asking.ask(posting=posting, member=owner, now=now + ASKED_ANEW_AFTER - timedelta(minutes=1))
    second = asking.ask(posting=posting, member=owner, now=now + ASKED_ANEW_AFTER)
    assert (work(first).fault, work(second).status, second.number) == ("silent", "ranked", 2)


def test_the_clock_ends_what_nobody_will(owner: Membership, posting: Posting) -> None:
    run, now = ask(posting, owner), timezone.now()
    ending.give_up_silent(now=now + GIVEN_UP_AFTER - timedelta(minutes=1))
    assert seen(posting)[0] == "ranking"
    for _ in range(2):
        ending.give_up_silent(now=now + GIVEN_UP_AFTER + timedelta(minutes=1))
        assert (seen(posting)[0], Run.objects.get(pk=run.pk).fault) == ("failed", "silent")


def test_a_job_that_was_deleted_meanwhile_keeps_no_run_open(
    owner: Membership, posting: Posting, model: Model
) -> None:
    run, now = ask(posting, owner), timezone.now()
    Posting.objects.of(posting.organization_id).update(
        is_deleted=True, deleted_at=now, status="closed", closed_at=now
    )
    assert work(run).status == "ranked"


def test_what_is_taken_back_while_it_is_ranked_has_no_place(
    owner: Membership, posting: Posting, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    stays, goes = applicant(posting, "Welding"), applicant(posting, "Welding")
    judge = ranking.judge

    def meanwhile(*args: Any, **options: Any) -> Any:
        assert goes.candidate
        withdraw(application=goes, user=goes.candidate, now=timezone.now())
        return judge(*args, **options)

    monkeypatch.setattr(ranking, "judge", meanwhile)
    run = ranked(posting, owner)
    assert [number for number, *_ in standing(run)] == [stays.number]
    assert run.applications == 1


class TestTwice:
    def test_it_is_the_same_byte_for_byte_and_a_third_applicant_changes_no_score(
        self, owner: Membership, posting: Posting, model: Model
    ) -> None:
        for who in ({"first_name": "Zoe"}, {"first_name": "Adam"}):
            applicant(posting, "Welding", resume="Work\nWelder at Acme, 2019 - 2021\nRead blueprints", **who)
        applicant(posting, "Poetry")
        first = standing(run := ranked(posting, owner))
        reasons = list(Place.objects.filter(run=run).order_by("-pk").values_list("reasons", flat=True))
        assert [place for _, _, place, _ in first] == [1, 1, 3]
        assert [is_shared for *_, is_shared in first] == [True, True, False]
        assert first[0][0] < first[1][0]
        again = ranked(posting, owner)
        assert standing(again) == first
        assert list(Place.objects.order_by("-pk").values_list("reasons", flat=True)) == reasons
        applicant(posting, "Welding", "Blueprints")
        third = {number: score for number, score, *_ in standing(ranked(posting, owner))}
        assert third.items() >= {number: score for number, score, *_ in first}.items()

    def test_nothing_is_read_or_embedded_twice(
        self, owner: Membership, posting: Posting, model: Model
    ) -> None:
        applicant(posting, "Welding", "Juggling")
        ranked(posting, owner)
        assert "Juggling" in model.texts
        model.texts.clear()
        read = ApplicationReading.objects.get().read_at
        ranked(posting, owner)
        assert "Juggling" not in model.texts
        assert ApplicationReading.objects.get().read_at == read
