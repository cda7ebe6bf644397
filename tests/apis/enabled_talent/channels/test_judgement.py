"""How somebody was judged, seen by both sides; contested, and answered by another person in time."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.enabled_talent.channels.conftest import BASE
from trellis.core.db.columns import set_columns
from trellis.core.events import forget_history
from trellis.demo.tenants import INCLUSIVE_WORKS
from trellis.domain.accounts.models import User
from trellis.domain.fairness.models import Contest
from trellis.domain.fairness.services.overdue import tell_of_overdue
from trellis.domain.jobs.models import Application
from trellis.domain.notifications.models import Notification
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Role
from trellis.domain.ranking.models import Place, Run
from trellis.domain.ranking.rules.runs import RunStatus

REASON = {"reason": "My three years at Acme were not seen.", "wants_person": True}
UPHELD = {"outcome": "upheld", "answer": "We have looked again: the certificate is missing."}
CRITERIA = [{"key": "python", "kind": "skill", "text": "Python", "weight": 2}]


@pytest.fixture
def applied(cam: APIClient, job: str) -> str:
    """The address of Cam's application."""
    Contest.objects.of_all_tenants().delete()
    return f"{job}applications/{cam.post(f'{job}apply/').json()['id']}/"


@pytest.fixture
def judgement(applied: str) -> str:
    return f"{applied}judgement/"


@pytest.fixture
def mia(emma: APIClient, signed_in: SignIn) -> APIClient:
    """Another who decides at Inclusive Works."""
    Membership.objects.create(
        organization_id=INCLUSIVE_WORKS,
        user=User.objects.get(username="robin"),
        role=Role.MANAGER,
        joined_at=timezone.now(),
    )
    return signed_in("robin")


def decided(client: APIClient, applied: str, decision: str, message: str = "") -> None:
    sent = {"decision": decision, "message": message}
    assert client.post(f"{applied}decision/", sent).status_code == 200


def contested(cam: APIClient, judgement: str) -> Any:
    answer = cam.post(f"{judgement}contest/", REASON, format="json")
    assert answer.status_code == 201
    return answer.json()


def answered(client: APIClient, judgement: str, **sent: Any) -> Any:
    return client.post(f"{judgement}contest/answer/", {**UPHELD, **sent}, format="json")


def ranked(applied: str) -> Run:
    """Have the application in a ranking, at the second place."""
    application = Application.unscoped.get(pk=applied.rstrip("/").rpartition("/")[2])
    now = timezone.now().replace(microsecond=0)
    run = Run.objects.create(
        posting=application.posting,
        number=3,
        status=RunStatus.RANKED,
        criteria=CRITERIA,
        rule="criteria-1",
        asked_at=now,
        seen_at=now,
        finished_at=now,
    )
    quote = {"source": "resume", "field": "", "start": 10, "end": 16, "quote": "Python"}
    why = {"criterion": "python", "text": "Python", "weight": 2, "strength": "named", "points": 1.5}
    reasons = [{**why, "evidence": [quote], "note": ""}]
    Place.objects.create(
        run=run, application=application, score=62.5, place=2, is_shared=True, reasons=reasons
    )
    return run


def told(username: str) -> list[str]:
    rows = Notification.objects.filter(recipient__username=username, kind__startswith="contest.")
    return list(rows.order_by("pk").values_list("kind", flat=True))


def test_what_nobody_has_judged_is_shown_as_that_and_cannot_be_contested(
    cam: APIClient, emma: APIClient, judgement: str
) -> None:
    shown = cam.get(judgement).json()
    assert shown == emma.get(judgement).json()
    assert (shown["stage"], shown["ranking"], shown["contest"]) == ("applied", None, None)
    assert shown["decisions"] == shown["reveals"] == shown["earlier_contests"] == []
    refused = cam.post(f"{judgement}contest/", REASON, format="json")
    assert (refused.status_code, refused.json()["detail"][:6]) == (409, "Nobody")


def test_each_decision_is_shown_with_who_made_it_and_when_in_which_words(
    cam: APIClient, emma: APIClient, mia: APIClient, applied: str, judgement: str
) -> None:
    decided(emma, applied, "shortlisted", "Well done.")
    decided(mia, applied, "rejected")
    shown = cam.get(judgement).json()
    assert [
        (each["stage"], each["decided_by"]["first_name"], each["message"]) for each in shown["decisions"]
    ] == [
        ("shortlisted", "Emma", "Well done."),
        ("rejected", User.objects.get(username="robin").first_name, ""),
    ]
    assert all(each["decided_at"] for each in shown["decisions"])
    assert "email" not in str(shown)
    assert emma.get(judgement).json() == shown
    # What was said can be erased; that it was decided stays.
    forget_history(Application, [applied.rstrip("/").rpartition("/")[2]])
    assert cam.get(judgement).json()["decisions"][0]["message"] == ""


def test_a_ranking_is_shown_with_its_rule_and_the_place_to_members_alone(
    cam: APIClient, emma: APIClient, applied: str, judgement: str
) -> None:
    run = ranked(applied)
    own, theirs = cam.get(judgement).json()["ranking"], emma.get(judgement).json()["ranking"]
    assert (own["run"], own["rule"], own["score"], own["criteria"]) == (3, "criteria-1", 62.5, CRITERIA)
    assert datetime.fromisoformat(own["ranked_at"]) == run.finished_at
    assert (own["reasons"][0]["strength"], own["reasons"][0]["evidence"][0]["quote"]) == ("named", "Python")
    assert (own["place"], own["is_shared"], own["resume_fault"]) == (None, None, "")
    assert theirs == {**own, "place": 2, "is_shared": True}


def test_what_was_only_ranked_can_be_contested(cam: APIClient, applied: str, judgement: str) -> None:
    ranked(applied)
    assert contested(cam, judgement)["stage"] == "applied"


def test_both_see_the_clock_of_a_contest_and_are_told(
    cam: APIClient, emma: APIClient, applied: str, judgement: str
) -> None:
    decided(emma, applied, "rejected")
    made = contested(cam, judgement)
    assert (made["status"], made["days_left"], made["is_overdue"]) == ("open", 10, False)
    assert (made["reason"], made["wants_person"], made["stage"]) == (REASON["reason"], True, "rejected")
    assert cam.get(judgement).json()["contest"] == emma.get(judgement).json()["contest"] == made
    assert emma.get(f"{BASE}contests/").json() == [made]
    assert told("candidate") == told("employer") == ["contest.made"]
    notices = Notification.objects.filter(kind="contest.made").values_list("title", "body")
    assert REASON["reason"] not in str(list(notices))


def test_one_is_open_at_a_time(cam: APIClient, emma: APIClient, applied: str, judgement: str) -> None:
    decided(emma, applied, "rejected")
    made = contested(cam, judgement)
    again = cam.post(f"{judgement}contest/", {"reason": "And another thing."}, format="json")
    assert (again.status_code, again.json()) == (200, made)
    assert told("employer") == ["contest.made"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "reason"),
        ({"reason": ""}, "reason"),
        ({"reason": "\x00"}, "reason"),
        ({"reason": "x" * 5001}, "reason"),
        ({"reason": {"a": 1}}, "reason"),
        ({"reason": "x", "wants_person": "perhaps"}, "wants_person"),
    ],
)
def test_what_says_nothing_is_400_and_names_the_field(
    cam: APIClient, emma: APIClient, applied: str, judgement: str, sent: Any, field: str
) -> None:
    decided(emma, applied, "rejected")
    answer = cam.post(f"{judgement}contest/", sent, format="json")
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert emma.get(f"{BASE}contests/").json() == []


def test_another_person_than_who_decided_answers_where_there_is_one(
    cam: APIClient, emma: APIClient, mia: APIClient, applied: str, judgement: str
) -> None:
    decided(emma, applied, "rejected")
    contested(cam, judgement)
    refused = answered(emma, judgement)
    assert (refused.status_code, "somebody else" in refused.json()["detail"]) == (403, True)
    done = answered(mia, judgement).json()
    assert (done["status"], done["answer"], done["days_left"]) == ("upheld", UPHELD["answer"], None)
    assert done["answered_by"]["id"] == User.objects.get(username="robin").pk
    assert cam.get(judgement).json()["contest"] == done
    assert told("candidate") == ["contest.made", "contest.answered"]
    words = Notification.objects.get(recipient__username="candidate", kind="contest.answered")
    assert UPHELD["answer"] in words.body and "stands by" in words.title


def test_who_is_alone_answers_themselves(
    cam: APIClient, emma: APIClient, staff: APIClient, applied: str, judgement: str
) -> None:
    decided(emma, applied, "rejected")
    contested(cam, judgement)
    assert answered(staff, judgement).status_code == 403
    assert answered(emma, judgement).status_code == 200


def test_a_changed_outcome_decides_at_once(
    cam: APIClient, emma: APIClient, mia: APIClient, applied: str, judgement: str
) -> None:
    decided(emma, applied, "rejected")
    contested(cam, judgement)
    done = answered(mia, judgement, outcome="changed", decision="shortlisted")
    assert (done.status_code, done.json()["status"]) == (200, "changed")
    shown = cam.get(judgement).json()
    assert (shown["stage"], [each["stage"] for each in shown["decisions"]]) == (
        "shortlisted",
        ["rejected", "shortlisted"],
    )
    assert shown["contest"]["stage"] == "rejected"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"outcome": "changed"}, "decision"),
        ({"outcome": "changed", "decision": "rejected"}, "decision"),
        ({"outcome": "changed", "decision": "withdrawn"}, "decision"),
        ({"outcome": "changed", "decision": "somewhere"}, "decision"),
        ({"outcome": "upheld", "decision": "shortlisted"}, "decision"),
        ({"outcome": "perhaps"}, "outcome"),
        ({"answer": " "}, "answer"),
    ],
)
def test_an_answer_that_is_none_is_400_and_answers_nothing(
    cam: APIClient, emma: APIClient, applied: str, judgement: str, sent: Any, field: str
) -> None:
    decided(emma, applied, "rejected")
    contested(cam, judgement)
    refused = answered(emma, judgement, **sent)
    assert (refused.status_code, list(refused.json())) == (400, [field])
    assert cam.get(judgement).json()["contest"]["status"] == "open"


def test_a_step_that_cannot_be_taken_leaves_the_contest_open(
    cam: APIClient, emma: APIClient, applied: str, judgement: str
) -> None:
    decided(emma, applied, "rejected")
    contested(cam, judgement)
    assert answered(emma, judgement, outcome="changed", decision="hired").status_code == 409
    shown = cam.get(judgement).json()
    assert (shown["contest"]["status"], shown["stage"], len(shown["decisions"])) == ("open", "rejected", 1)


def test_what_is_answered_is_contested_again_only_once_something_is_judged_anew(
    cam: APIClient, emma: APIClient, applied: str, judgement: str
) -> None:
    decided(emma, applied, "shortlisted")
    contested(cam, judgement)
    assert answered(emma, judgement).status_code == 200
    assert answered(emma, judgement).status_code == 404
    assert cam.post(f"{judgement}contest/", REASON, format="json").status_code == 409
    decided(emma, applied, "rejected")
    contested(cam, judgement)
    shown = cam.get(judgement).json()
    assert (shown["contest"]["status"], [each["status"] for each in shown["earlier_contests"]]) == (
        "open",
        ["upheld"],
    )


def test_a_contest_can_be_withdrawn_and_made_again_but_not_without_end(
    cam: APIClient, emma: APIClient, applied: str, judgement: str
) -> None:
    decided(emma, applied, "rejected")
    for _ in range(10):
        contested(cam, judgement)
        assert cam.delete(f"{judgement}contest/").status_code == 204
    assert cam.delete(f"{judgement}contest/").status_code == 404
    assert cam.post(f"{judgement}contest/", REASON, format="json").status_code == 409
    assert cam.get(judgement).json()["contest"]["status"] == "withdrawn"
    assert told("employer")[:2] == ["contest.made", "contest.withdrawn"]


def test_who_withdraws_the_application_contests_no_longer(
    cam: APIClient, emma: APIClient, applied: str, judgement: str
) -> None:
    decided(emma, applied, "shortlisted")
    contested(cam, judgement)
    decided(cam, applied, "withdrawn")
    assert cam.get(judgement).json()["contest"]["status"] == "withdrawn"
    assert cam.post(f"{judgement}contest/", REASON, format="json").status_code == 409
    assert answered(emma, judgement).status_code == 404


def test_both_are_told_once_that_nobody_has_answered_in_time(
    cam: APIClient, emma: APIClient, applied: str, judgement: str
) -> None:
    decided(emma, applied, "rejected")
    made = contested(cam, judgement)
    due = datetime.fromisoformat(made["due_at"])
    assert tell_of_overdue(now=due - timedelta(seconds=1)) == 0
    assert [tell_of_overdue(now=due) for _ in range(2)] == [1, 0]
    assert told("candidate") == told("employer") == ["contest.made", "contest.overdue"]
    row = Contest.objects.of_all_tenants().get()
    set_columns(row, made_at=row.made_at - timedelta(days=30), due_at=timezone.now() - timedelta(days=10))
    shown = cam.get(judgement).json()["contest"]
    assert (shown["is_overdue"], shown["days_left"]) == (True, 0)
    # Late is better than never, and stays late.
    late = answered(emma, judgement).json()
    assert (late["status"], late["is_overdue"]) == ("upheld", True)


def test_open_contests_come_first_by_when_they_are_due(
    cam: APIClient, emma: APIClient, applied: str, judgement: str
) -> None:
    decided(emma, applied, "shortlisted")
    contested(cam, judgement)
    answered(emma, judgement)
    decided(emma, applied, "rejected")
    contested(cam, judgement)
    settled, still = Contest.objects.of_all_tenants().order_by("pk")
    assert [each["id"] for each in emma.get(f"{BASE}contests/").json()] == [still.pk, settled.pk]


def test_each_does_what_is_theirs_and_strangers_see_nothing(
    cam: APIClient, emma: APIClient, nora: APIClient, staff: APIClient, applied: str, judgement: str
) -> None:
    decided(emma, applied, "rejected")
    contested(cam, judgement)
    assert answered(cam, judgement).status_code == 403
    assert emma.post(f"{judgement}contest/", REASON, format="json").status_code == 403
    assert emma.delete(f"{judgement}contest/").status_code == 403
    assert staff.get(judgement).status_code == 200
    assert nora.get(judgement).status_code == answered(nora, judgement).status_code == 403
    assert nora.get(f"{BASE}contests/").json() == cam.get(f"{BASE}contests/").json() == []


def test_while_it_is_blind_the_organization_reads_a_contest_without_who_it_is(
    cam: APIClient, emma: APIClient, applied: str, judgement: str
) -> None:
    decided(emma, applied, "rejected")
    Application.unscoped.filter(pk=applied.rstrip("/").rpartition("/")[2]).update(is_blind=True)
    sent = {"reason": "Cam Didate, candidate@example.com: three years of Python."}
    made = cam.post(f"{judgement}contest/", sent, format="json").json()
    assert made["reason"] == sent["reason"]
    for shown in (emma.get(judgement).json()["contest"], emma.get(f"{BASE}contests/").json()[0]):
        assert "Python" in shown["reason"]
        assert not any(word in shown["reason"] for word in ("Cam", "Didate", "example.com"))


def test_the_answer_says_rates_and_ratios_and_how_old_they_are(
    emma: APIClient, staff: APIClient, job: str
) -> None:
    assert emma.get(f"{job}selection-rates/").json() == {"groups": []}
    assert staff.get(f"{job}selection-rates/").status_code == 403


def test_judgements_and_contests_take_as_many_queries_however_many_there_are(
    cam: APIClient, emma: APIClient, applied: str, judgement: str, django_assert_max_num_queries: Any
) -> None:
    decided(emma, applied, "shortlisted")
    for stage in ("interview", "offered", "rejected"):
        contested(cam, judgement)
        answered(emma, judgement)
        decided(emma, applied, stage)
    with django_assert_max_num_queries(12):
        cam.get(judgement)
    with django_assert_max_num_queries(6):
        emma.get(f"{BASE}contests/")
