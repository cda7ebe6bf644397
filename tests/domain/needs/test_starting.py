"""An interview starts once what its candidate needs is met or waived, and not before."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from tests.crowd import at_once
from tests.domain.interviews.factory import invited
from tests.domain.needs.world import applied, seat, session_of, shared
from trellis.domain.interviews.models import Participant
from trellis.domain.interviews.queries.seats import seat_at
from trellis.domain.interviews.rules.seats import seat_of_invitation
from trellis.domain.interviews.services import participants, recordings
from trellis.domain.interviews.services.sessions import create_session, end_session
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.jobs.services.deciding import decide, withdraw
from trellis.domain.needs.models import NeedTask
from trellis.domain.needs.refusals import ApplicationOver, IsSettled, NeedsOpen, UnderWay
from trellis.domain.needs.services import meeting, sharing, wishes

pytestmark = pytest.mark.django_db
Settle = Callable[[NeedTask, Any], object]


def _waive(task: NeedTask, member: Any) -> object:
    user = task.application.candidate
    assert user
    return sharing.waive(application=task.application, user=user, task_id=task.pk, now=timezone.now())


def _meet(task: NeedTask, member: Any) -> object:
    return meeting.meet(application=task.application, task_id=task.pk, member=member, now=timezone.now())


def _take_back(task: NeedTask, member: Any) -> object:
    user = task.application.candidate
    assert user
    return sharing.take_back(application=task.application, user=user, task_id=task.pk, now=timezone.now())


def _need_no_longer(task: NeedTask, member: Any) -> object:
    user = task.application.candidate
    assert user
    return wishes.take_back(user=user, need_id=task.need_id, now=timezone.now())


@pytest.mark.parametrize("settle", [_waive, _meet, _take_back, _need_no_longer])
def test_it_starts_once_all_is_settled(settle: Settle) -> None:
    application, owner = applied()
    first, second = shared(application), shared(application, "breaks")
    session = session_of(application, owner)
    for task in (first, second):
        with pytest.raises(NeedsOpen) as refused:
            participants.join(seat=seat(session, owner), now=timezone.now())
        assert task.title in refused.value.titles and task.title in refused.value.sentence
        settle(task, owner)
    assert not Participant.objects.exists()
    participants.join(seat=seat(session, owner), now=timezone.now())


def test_who_is_invited_is_told_what_is_open_and_who_names_an_address_is_not() -> None:
    application, owner = applied()
    task, session = shared(application), session_of(application, owner)
    by_mail = seat_of_invitation(invited(session))
    by_word = seat_at(session=session, email="somebody@mail.example", now=timezone.now())
    assert by_word is not None
    with pytest.raises(NeedsOpen, match=task.title):
        participants.join(seat=by_mail, now=timezone.now())
    with pytest.raises(NeedsOpen) as refused:
        participants.join(seat=by_word, now=timezone.now())
    assert refused.value.titles == () and task.title not in refused.value.sentence


def test_nothing_is_recorded_of_an_interview_that_has_not_started() -> None:
    application, owner = applied()
    shared(application)
    session = session_of(application, owner)
    with pytest.raises(NeedsOpen):
        recordings.start(session=session, user=owner.user, now=timezone.now())


def test_other_interviews_of_the_organization_do_not_wait() -> None:
    application, owner = applied()
    shared(application)
    other = create_session(member=owner, job_application_id="our word for it", now=timezone.now())
    participants.join(seat=seat(other, owner), now=timezone.now())


def test_what_is_under_way_goes_on_and_takes_nothing_new_before_everybody_has_left() -> None:
    application, owner = applied()
    task = shared(application)
    _meet(task, owner)
    user = application.candidate
    assert user
    session = session_of(application, owner)
    participants.join(seat=seat(session, owner), now=timezone.now())
    with pytest.raises(UnderWay):
        shared(application, "breaks")
    with pytest.raises(UnderWay):
        sharing.reopen(application=application, user=user, task_id=task.pk, now=timezone.now())
    participants.join(seat=seat_of_invitation(invited(session)), now=timezone.now())
    participants.leave(seat=seat(session, owner), now=timezone.now())
    participants.join(seat=seat(session, owner), now=timezone.now())
    for one in (seat(session, owner), seat_of_invitation(session.invitations.get())):
        participants.leave(seat=one, now=timezone.now())
    shared(application, "breaks")
    with pytest.raises(NeedsOpen):
        participants.join(seat=seat(session, owner), now=timezone.now())


def test_after_the_end_a_need_is_for_the_next_one() -> None:
    application, owner = applied()
    session = session_of(application, owner)
    participants.join(seat=seat(session, owner), now=timezone.now())
    end_session(session=session, member=owner, now=timezone.now())
    shared(application)
    with pytest.raises(NeedsOpen):
        participants.join(seat=seat(session_of(application, owner), owner), now=timezone.now())


def test_what_is_met_is_not_waived_nor_what_is_waived_met() -> None:
    application, owner = applied()
    met, waived = shared(application), shared(application, "breaks")
    _meet(met, owner)
    _meet(met, owner)
    _waive(waived, owner)
    with pytest.raises(IsSettled):
        _waive(met, owner)
    with pytest.raises(IsSettled):
        _meet(waived, owner)


def test_a_withdrawn_application_needs_nothing_and_takes_nothing() -> None:
    application, owner = applied()
    shared(application)
    user = application.candidate
    assert user
    withdraw(application=application, user=user, now=timezone.now())
    assert not NeedTask.objects.of(owner.organization_id).exists()
    with pytest.raises(ApplicationOver):
        shared(application, "breaks")


def test_a_rejected_one_takes_nothing_before_it_is_taken_up_again() -> None:
    application, owner = applied()
    decide(application=application, member=owner, decision=Stage.REJECTED, now=timezone.now())
    with pytest.raises(ApplicationOver):
        shared(application)
    decide(application=application, member=owner, decision=Stage.SHORTLISTED, now=timezone.now())
    shared(application)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round", range(4))
def test_of_a_need_that_is_added_and_an_interview_that_starts_at_once_one_wins(round: int) -> None:
    application, owner = applied()
    session = session_of(application, owner)
    user = application.candidate
    assert user
    needs = [wishes.say(user=user, type=type, now=timezone.now())[0] for type in ("captions", "breaks")]

    def act(place: int) -> str:
        try:
            if place < len(needs):
                sharing.share(application=application, user=user, need_id=needs[place].pk, now=timezone.now())
                return "shared"
            participants.join(seat=seat(session, owner), now=timezone.now())
        except (NeedsOpen, UnderWay) as refused:
            return type(refused).__name__
        return "started"

    done = at_once(4, act)
    has_started = Participant.objects.filter(session=session).exists()
    assert has_started == ("started" in done)
    assert NeedTask.objects.of(owner.organization_id).exists() == (not has_started)
    expected = {"started", "UnderWay"} if has_started else {"shared", "NeedsOpen"}
    assert set(done) == expected


@pytest.mark.django_db(transaction=True)
def test_one_that_is_reopened_while_the_interview_starts_either_waits_or_stops_it() -> None:
    application, owner = applied()
    task = shared(application)
    _meet(task, owner)
    session = session_of(application, owner)
    user = application.candidate
    assert user

    def act(place: int) -> bool:
        try:
            if place:
                sharing.reopen(application=application, user=user, task_id=task.pk, now=timezone.now())
            else:
                participants.join(seat=seat(session, owner), now=timezone.now())
        except (NeedsOpen, UnderWay):
            return False
        return True

    assert sorted(at_once(2, act)) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_the_same_need_said_and_shared_many_times_at_once_is_one() -> None:
    application, _ = applied()
    user = application.candidate
    assert user

    def act(place: int) -> tuple[int, int]:
        words = ["A ramp", "a RAMP"][place % 2]
        need, _ = wishes.say(user=user, title=words, now=timezone.now())
        task, _ = sharing.share(application=application, user=user, need_id=need.pk, now=timezone.now())
        return need.pk, task.pk

    assert len(set(at_once(6, act))) == 1


@pytest.mark.django_db(transaction=True)
def test_a_need_that_is_taken_back_while_it_is_shared_leaves_no_task() -> None:
    application, owner = applied()
    user = application.candidate
    assert user
    need, _ = wishes.say(user=user, type="captions", now=timezone.now())

    def act(place: int) -> bool:
        try:
            if place:
                wishes.take_back(user=user, need_id=need.pk, now=timezone.now())
            else:
                sharing.share(application=application, user=user, need_id=need.pk, now=timezone.now())
        except Exception as refused:
            assert type(refused).__name__ == "NoSuchNeed"
            return False
        return True

    assert at_once(2, act)[1]
    assert not NeedTask.objects.of(owner.organization_id).exists()
