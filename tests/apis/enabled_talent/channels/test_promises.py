"""An interview is promised to whoever opts in and meets what is essential: tracked, and shown broken."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.enabled_talent.channels.conftest import JOBS
from tests.crowd import at_once
from tests.domain.jobs.factory import PRINTED, candidate, employer
from tests.domain.jobs.factory import job as posted
from trellis.apis.enabled_talent.channels.promises import _PROMISES
from trellis.core.db.columns import write_columns
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.jobs.models import InterviewPromise, Posting
from trellis.domain.jobs.rules.promises import KEPT_WITHIN
from trellis.domain.jobs.services.applying import apply
from trellis.domain.jobs.services.promising import opt_in
from trellis.domain.notifications.models import Notification

CRITERIA = ["Writes plain English", "Knows WCAG 2.2"]


@pytest.fixture
def job(emma: APIClient) -> str:
    """The address of a job that promises an interview, as if no other did."""
    InterviewPromise.objects.all().delete()
    sent = {**PRINTED, "essential_criteria": CRITERIA, "offers_interview": True}
    return f"{JOBS}{emma.post(JOBS, sent, format='json').json()['id']}/"


@pytest.fixture
def applied(cam: APIClient, job: str) -> str:
    """The address of Cam's application for it."""
    return f"{job}applications/{cam.post(f'{job}apply/').json()['id']}/"


@pytest.fixture
def promise(cam: APIClient, applied: str) -> str:
    """The address of the promise, which Cam has taken up."""
    address = f"{applied}interview-promise/"
    assert cam.post(address).status_code == 201
    return address


def judged(emma: APIClient, promise: str, *missing: str) -> Any:
    return emma.post(f"{promise}judgement/", {"missing": missing}, format="json")


def decided(client: APIClient, applied: str, decision: str) -> None:
    assert client.post(f"{applied}decision/", {"decision": decision}).status_code == 200


def standing(client: APIClient, promise: str) -> str:
    told: str = client.get(promise).json()["status"]
    return told


def test_everybody_sees_what_is_essential_and_what_is_promised(cam: APIClient, job: str) -> None:
    for shown in (cam.get(job).json(), cam.get(f"{JOBS}browse/").json()[0]):
        assert (shown["essential_criteria"], shown["offers_interview"]) == (CRITERIA, True)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"offers_interview": True}, "essential_criteria"),
        ({"offers_interview": True, "essential_criteria": []}, "essential_criteria"),
        ({"essential_criteria": "Welds"}, "essential_criteria"),
        ({"essential_criteria": [{"a": 1}]}, "essential_criteria"),
        ({"essential_criteria": ["\x00"]}, "essential_criteria"),
        ({"essential_criteria": ["x" * 301]}, "essential_criteria"),
        ({"essential_criteria": ["x"] * 31}, "essential_criteria"),
        ({"offers_interview": "perhaps"}, "offers_interview"),
    ],
)
def test_what_cannot_be_promised_is_400_and_names_the_field(
    emma: APIClient, sent: dict[str, Any], field: str
) -> None:
    count = Posting.objects.of_all_tenants().count()
    answer = emma.post(JOBS, {**PRINTED, **sent}, format="json")
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert Posting.objects.of_all_tenants().count() == count


def test_a_promise_is_not_left_without_criteria(emma: APIClient, job: str) -> None:
    refused = emma.patch(job, {"essential_criteria": []}, format="json")
    assert (refused.status_code, list(refused.json())) == (400, ["essential_criteria"])
    both = emma.patch(job, {"essential_criteria": [], "offers_interview": False}, format="json")
    assert (both.status_code, both.json()["offers_interview"]) == (200, False)


def test_who_opts_in_and_meets_all_is_owed_an_interview_and_gets_it(
    cam: APIClient, emma: APIClient, applied: str, promise: str
) -> None:
    assert standing(cam, promise) == standing(emma, promise) == "waiting"
    assert judged(emma, promise).json()["status"] == "owed"
    told = Notification.objects.filter(recipient__username="candidate").order_by("pk").last()
    assert told is not None and told.kind == "promise.judged" and "owes you" in told.title
    decided(emma, applied, "interview")
    assert standing(cam, promise) == "kept"
    decided(emma, applied, "rejected")
    assert standing(cam, promise) == "kept"


@pytest.mark.parametrize("is_judged", [True, False], ids=["met", "not looked at"])
def test_it_is_shown_broken_where_somebody_is_rejected_without_the_interview(
    cam: APIClient, emma: APIClient, job: str, applied: str, promise: str, is_judged: bool
) -> None:
    if is_judged:
        judged(emma, promise)
    decided(emma, applied, "rejected")
    assert standing(cam, promise) == standing(emma, promise) == "broken"
    (listed,) = emma.get(f"{job}interview-promises/").json()
    assert listed["status"] == "broken"
    # Nobody finds afterwards that something was missing.
    assert judged(emma, promise, CRITERIA[0]).status_code == 409
    assert standing(cam, promise) == "broken"
    decided(emma, applied, "shortlisted")
    decided(emma, applied, "interview")
    assert standing(cam, promise) == "kept"


def test_it_is_shown_broken_where_the_job_has_ended_long_ago_and_nobody_has_kept_it(
    cam: APIClient, emma: APIClient, job: str, promise: str
) -> None:
    assert cam.get(promise).json()["due_at"] is None
    emma.patch(job, {"status": "closed"})
    assert cam.get(promise).json()["due_at"] is not None
    assert standing(cam, promise) == "waiting"
    posting = InterviewPromise.objects.get().application.posting
    long_ago = timezone.now() - KEPT_WITHIN - timedelta(seconds=1)
    write_columns(posting, timezone.now(), closed_at=long_ago)
    assert standing(cam, promise) == "broken"
    judged(emma, promise)
    assert standing(cam, promise) == "broken"


def test_what_is_missing_is_told_and_owes_nothing(
    cam: APIClient, emma: APIClient, applied: str, promise: str
) -> None:
    answer = judged(emma, promise, CRITERIA[1], CRITERIA[1])
    assert (answer.json()["status"], answer.json()["missing"]) == ("not_met", [CRITERIA[1]])
    decided(emma, applied, "rejected")
    assert cam.get(promise).json()["missing"] == [CRITERIA[1]]
    assert standing(cam, promise) == "not_met"


def test_a_promise_is_kept_on_what_was_essential_when_it_was_taken_up(
    cam: APIClient, emma: APIClient, job: str, promise: str
) -> None:
    emma.patch(job, {"essential_criteria": ["Ten years of experience"]}, format="json")
    assert cam.get(promise).json()["criteria"] == CRITERIA
    later = judged(emma, promise, "Ten years of experience")
    assert (later.status_code, list(later.json())) == (400, ["missing"])
    emma.patch(job, {"offers_interview": False})
    assert standing(cam, promise) == "waiting"


@pytest.mark.parametrize("missing", ["x", [1, {}], None, ["\x00"], ["Knows"], [["Knows WCAG 2.2"]]])
def test_what_is_no_criterion_cannot_be_missing(emma: APIClient, promise: str, missing: Any) -> None:
    answer = emma.post(f"{promise}judgement/", {"missing": missing}, format="json")
    assert (answer.status_code, list(answer.json())) == (400, ["missing"])
    assert standing(emma, promise) == "waiting"


def test_who_has_not_opted_in_is_promised_nothing(cam: APIClient, emma: APIClient, applied: str) -> None:
    address = f"{applied}interview-promise/"
    assert cam.get(address).status_code == emma.get(address).status_code == 404
    assert judged(emma, address).status_code == 404
    assert cam.delete(address).status_code == 404
    assert cam.post(address).status_code == 201
    assert cam.post(address).status_code == 200
    assert cam.delete(address).status_code == 204
    assert emma.get(address).status_code == 404


def test_where_nothing_is_promised_nobody_opts_in(cam: APIClient, emma: APIClient) -> None:
    plain = f"{JOBS}{emma.post(JOBS, PRINTED, format='json').json()['id']}/"
    made = cam.post(f"{plain}apply/").json()
    refused = cam.post(f"{plain}applications/{made['id']}/interview-promise/")
    assert (refused.status_code, refused.json()["detail"]) == (409, "This job promises no interview.")


def test_who_withdraws_lets_go_of_it(cam: APIClient, applied: str, promise: str) -> None:
    decided(cam, applied, "withdrawn")
    assert standing(cam, promise) == "withdrawn"


def test_each_says_what_is_theirs_to_say(
    cam: APIClient, emma: APIClient, nora: APIClient, staff: APIClient, job: str, promise: str
) -> None:
    assert judged(cam, promise).status_code == 403
    assert judged(staff, promise).status_code == 403
    assert staff.get(promise).status_code == 200
    assert emma.post(promise).status_code == emma.delete(promise).status_code == 403
    for address in (promise, f"{job}interview-promises/"):
        assert nora.get(address).status_code == 403
    assert nora.post(promise).status_code == judged(nora, promise).status_code == 403


def test_the_list_is_rendered_as_it_is_compiled(
    cam: APIClient, emma: APIClient, job: str, promise: str
) -> None:
    keys = [InterviewPromise.objects.get().pk]
    for change in (
        lambda: None,
        lambda: judged(emma, promise, CRITERIA[0]),
        lambda: judged(emma, promise),
        lambda: emma.patch(job, {"status": "closed"}),
    ):
        change()
        for now in (timezone.now(), timezone.now() + 2 * KEPT_WITHIN):
            assert_renders_equal(_PROMISES, keys, now=now)


@pytest.mark.django_db(transaction=True)
def test_who_opts_in_many_times_at_once_has_one_promise() -> None:
    owner = employer()
    posting = posted(owner, essential_criteria=CRITERIA, offers_interview=True)
    user = candidate()
    made = apply(user=user, posting=posting, now=timezone.now())

    def act(_: int) -> bool:
        return opt_in(application=made, user=user, now=timezone.now())[1]

    assert sum(at_once(6, act)) == 1
    assert InterviewPromise.objects.count() == 1
