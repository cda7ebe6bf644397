"""What somebody is told appears on their browsers, on theirs alone, and only while they have not read it."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests.domain.notifications.browsers import browser_of, do_jobs, sign_in, subscribed, waiting_jobs
from tests.domain.notifications.world import person, tell, wish
from tests.push_service import A_DAY, PushService
from trellis.core.post.push.sending import ServiceBusy
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import end_families, end_with, revoke_all
from trellis.domain.notifications import tasks
from trellis.domain.notifications.models import Notification, PushSubscription
from trellis.domain.notifications.rules.kinds import Kind
from trellis.domain.notifications.services import Link, waiting
from trellis.domain.notifications.services.reading import mark_read

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def nia() -> User:
    return person("nia")


def tell_now(user: User, title: str = "Mike picked you", **told: Any) -> Notification:
    return tell(user, title, now=timezone.now(), **told)


def test_a_browser_shows_what_its_person_is_told(nia: User, push: PushService) -> None:
    browser = browser_of(nia, push)
    told = tell_now(
        nia, body="Ünder\nway.", data={"talent_id": 4}, links=[Link("See", "https://t.example/x")]
    )
    assert do_jobs() == []
    (message,) = browser.messages
    assert push.complaints == []
    assert message.shown == {
        "id": str(told.public_id),
        "type": "selected",
        "title": "Mike picked you",
        "body": "Ünder way.",
        "data": {"talent_id": 4},
        "url": f"http://localhost:8000/notifications/{told.public_id}/",
        "tag": str(told.public_id),
        "silent": False,
    }
    assert (message.urgency, len(message.topic)) == ("normal", 32)
    assert A_DAY - 60 <= message.ttl <= A_DAY


def test_all_browsers_of_somebody_show_it_and_nobody_elses(nia: User, push: PushService) -> None:
    own, other = [browser_of(nia, push) for _ in range(3)], browser_of(person("ole"), push)
    tell_now(nia)
    do_jobs()
    assert [len(each.messages) for each in [*own, other]] == [1, 1, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_nothing_leaves_without_the_commit(nia: User, push: PushService) -> None:
    browser_of(nia, push)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell_now(nia)
        raise ZeroDivisionError
    assert waiting_jobs() == []
    tell_now(nia)
    assert len(waiting_jobs()) == 1


def test_a_job_holds_keys_and_no_words(nia: User, push: PushService) -> None:
    browser_of(nia, push)
    told = tell_now(nia)
    (args,) = waiting_jobs()
    assert args["notification_ids"] == [told.pk]
    assert args.keys() == {"subscription_id", "notification_ids", "until"}


def test_gone_browsers_go_busy_ones_are_tried_again_and_the_fifth_hears_of_it_now(
    nia: User, push: PushService
) -> None:
    browsers = [browser_of(nia, push) for _ in range(5)]
    for browser, status in zip(browsers, (404, 410, 429, 500), strict=False):
        browser.status = status
    browsers[2].headers = {"Retry-After": "120"}
    tell_now(nia)
    assert do_jobs() == [timedelta(seconds=120), timedelta(0)]
    kept = set(PushSubscription.objects.values_list("endpoint", flat=True))
    assert kept == {browser.endpoint for browser in browsers[2:]}
    assert [len(browser.messages) for browser in browsers] == [0, 0, 0, 0, 1]
    for browser in browsers:
        browser.status = 201
    assert do_jobs() == []
    assert [len(browser.messages) for browser in browsers] == [0, 0, 1, 1, 1], "nobody hears of it twice"


def test_a_service_is_left_alone_for_as_long_as_it_wants_and_longer_each_time() -> None:
    strategy = tasks.push.retry_strategy
    assert isinstance(strategy, tasks.AsServicesSay)

    def pause(error: Exception, attempts: int) -> float:
        job: Any = SimpleNamespace(attempts=attempts)
        decision = strategy.get_retry_decision(exception=error, job=job)
        assert decision is not None and decision.retry_at is not None
        return round((decision.retry_at - timezone.now()).total_seconds())

    idle = ServiceBusy(timedelta(0))
    assert [pause(idle, attempts) for attempts in (0, 1, 2, 5, 6, 40)] == [4, 16, 64, 3600, 3600, 3600]
    assert [pause(ServiceBusy(timedelta(minutes=2)), attempts) for attempts in (0, 2, 4)] == [120, 120, 1024]
    job: Any = SimpleNamespace(attempts=8)
    assert strategy.get_retry_decision(exception=OSError(), job=job) is None, "other faults are seen"


def test_what_comes_too_late_does_not_come(nia: User, push: PushService) -> None:
    browser = browser_of(nia, push)
    browser.status = 503
    tell_now(nia, needed_by=timezone.now() + HOUR)
    do_jobs()
    (args,) = waiting_jobs()
    tasks.push(**{**args, "until": timezone.now().isoformat()})
    assert browser.asked == 1


def test_it_waits_at_the_service_for_as_long_as_it_is_of_use(nia: User, push: PushService) -> None:
    browser = browser_of(nia, push)
    tell_now(nia, about=Kind.SESSION_REMINDER, needed_by=timezone.now() + HOUR)
    do_jobs()
    (message,) = browser.messages
    assert 3_500 < message.ttl <= 3_600
    assert message.urgency == "high"


def test_after_it_was_read_elsewhere_nothing_is_sent(nia: User, push: PushService) -> None:
    browser = browser_of(nia, push)
    mark_read(person=nia, public_id=tell_now(nia).public_id, now=timezone.now())
    tell_now(nia, "The other").delete()
    assert len(waiting_jobs()) == 2
    do_jobs()
    assert browser.asked == 0


@pytest.mark.parametrize("changes", [{"push_enabled": False}, {"channels": {"selected": {"push": False}}}])
def test_what_somebody_switches_off_does_not_come_even_if_it_is_on_its_way(
    nia: User, push: PushService, changes: Any
) -> None:
    browser = browser_of(nia, push)
    tell_now(nia)
    wish(nia, changes)
    tell_now(nia)
    assert len(waiting_jobs()) == 1
    do_jobs()
    assert browser.asked == 0
    tell_now(nia, about=Kind.BOOKING_CHANGED)
    do_jobs()
    assert browser.asked == (0 if "push_enabled" in changes else 1)


def test_who_signs_out_in_one_browser_is_told_in_the_others_alone(nia: User, push: PushService) -> None:
    here, there = push.browser(), browser_of(nia, push)
    pair = sign_in(nia)
    subscribed(nia, here, sign_in_id=pair.family_id)
    tell_now(nia)
    end_with(refresh_tokens=[pair.refresh], now=timezone.now())
    do_jobs()
    tell_now(nia)
    do_jobs()
    assert (here.asked, there.asked) == (0, 2)
    tasks.remove_dead_subscriptions(timestamp=0)
    assert [each.endpoint for each in PushSubscription.objects.all()] == [there.endpoint]


def test_a_browser_on_which_another_signs_in_is_theirs(nia: User, push: PushService) -> None:
    browser, ole = browser_of(nia, push), person("ole")
    tell_now(nia, "For Nia")
    subscribed(ole, browser)
    tell_now(nia, "For Nia, too")
    tell_now(ole, "For Ole")
    do_jobs()
    assert [message.shown["title"] for message in browser.messages] == ["For Ole"]
    assert PushSubscription.objects.get().person == ole


@pytest.mark.parametrize(
    "end",
    [
        lambda user: revoke_all(user=user, now=timezone.now()),
        lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
        lambda user: user.token_families.get().tokens.update(expires_at=timezone.now()),
    ],
    ids=["a new password", "a closed account", "a sign-in that has lapsed"],
)
def test_what_ends_a_sign_in_ends_what_it_is_told(nia: User, push: PushService, end: Any) -> None:
    browser = browser_of(nia, push)
    tell_now(nia)
    end(nia)
    do_jobs()
    assert browser.asked == 0
    tasks.remove_dead_subscriptions(timestamp=0)
    assert not PushSubscription.objects.exists()


def test_one_whose_service_refuses_is_given_up_after_three_days(nia: User, push: PushService) -> None:
    browser = browser_of(nia, push)

    def refused_for(time: timedelta) -> bool:
        PushSubscription.objects.exclude(failed_at=None).update(failed_at=timezone.now() - time)
        tell_now(nia)
        do_jobs()
        return PushSubscription.objects.exclude(failed_at=None).exists()

    browser.status = 403
    assert refused_for(timedelta(0)) and refused_for(timedelta(days=2))
    browser.status = 201
    assert not refused_for(timedelta(days=4)), "once it takes something all is well"
    browser.status = 403
    assert refused_for(timedelta(0))
    assert not refused_for(timedelta(days=4)) and not PushSubscription.objects.exists()


def test_what_was_held_for_the_night_comes_as_one(nia: User, push: PushService) -> None:
    browser, now = browser_of(nia, push), timezone.now()
    wish(nia, {"quiet_from": now.time(), "quiet_until": (now + 2 * HOUR).time()}, now)
    told = [tell_now(nia, f"Title {number}") for number in range(5)]
    assert waiting_jobs() == []
    mark_read(person=nia, public_id=told[0].public_id, now=now)
    later = now + 3 * HOUR
    waiting.deliver_waiting(now=later, online=lambda people: ())
    mark_read(person=nia, public_id=told[4].public_id, now=later)
    do_jobs()
    (message,) = browser.messages
    assert message.shown["title"] == "3 notifications for you"
    assert message.shown["body"] == "Title 3; Title 2; Title 1"
    assert message.shown["url"] == "http://localhost:8000/notifications/"


def test_what_comes_in_quiet_hours_all_the_same_makes_no_sound(nia: User, push: PushService) -> None:
    browser, now = browser_of(nia, push), timezone.now()
    wish(nia, {"quiet_from": (now - HOUR).time(), "quiet_until": (now + HOUR).time()}, now)
    tell_now(nia, about=Kind.SESSION_REMINDER, needed_by=now + HOUR)
    do_jobs()
    (message,) = browser.messages
    assert message.shown["silent"] is True


def test_a_storm_shows_as_one_that_says_how_much_it_was(nia: User, push: PushService) -> None:
    browser = browser_of(nia, push)
    for _ in range(12):
        tell_now(nia, "A message", topic="room:1", again=lambda count: (f"{count} new messages", "Look."))
    do_jobs()
    (message,) = browser.messages
    assert message.shown["title"] == "12 new messages"


def test_the_longest_fits_and_hostile_words_stay_words(nia: User, push: PushService) -> None:
    browser = browser_of(nia, push)
    evil = '"}\u2028</script>\U0001f600'
    tell_now(nia, evil * 400, body=evil * 4_000, data={"words": evil * 4_000})
    do_jobs()
    (message,) = browser.messages
    assert message.shown["title"].startswith('"}') and "data" not in message.shown
    assert len(message.text) <= 3_993


def test_without_a_key_no_job_is_made(nia: User, push: PushService, settings: Any) -> None:
    browser_of(nia, push)
    settings.VAPID_KEY = ""
    tell_now(nia)
    assert waiting_jobs() == []


def test_telling_many_takes_one_statement_for_all_their_browsers(
    push: PushService, django_assert_num_queries: Any
) -> None:
    from trellis.domain.notifications.services.pushing import push_later

    def parcels(count: int) -> list[list[Any]]:
        found = []
        for number in range(count):
            user = person(f"p{count}x{number}")
            subscribed(user, push.browser())
            subscribed(user, push.browser())
            row = SimpleNamespace(notification=tell_now(user), notification_id=1, expires_at=None)
            found.append([row])
        return found

    for count in (1, 5):
        told: Any = parcels(count)
        with django_assert_num_queries(2):
            push_later(told, timezone.now())


def test_ending_a_sign_in_says_nothing_of_others(nia: User, push: PushService) -> None:
    browser = browser_of(nia, push)
    end_families(family_ids=[sign_in(nia).family_id], now=timezone.now())
    tell_now(nia)
    do_jobs()
    assert len(browser.messages) == 1
