"""The pages of notifications: one's own list, what is unread first, and how one is told things."""

from datetime import time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.domain.notifications.browsers import subscribed
from tests.domain.notifications.world import person, tell
from tests.push_service import PushService
from trellis.core.models import Mail
from trellis.domain.accounts import browser_sessions
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import issue_pair
from trellis.domain.notifications.models import Notification, PushSubscription
from trellis.domain.notifications.queries import preferences_of
from trellis.domain.notifications.rules.kinds import ALWAYS, Channel, Kind
from trellis.domain.notifications.rules.switches import reaches
from trellis.domain.notifications.services import Link
from trellis.web.notifications.browsers import browser_in_words
from trellis.web.notifications.forms import GROUPS, WishesForm

LIST, SETTINGS = "/notifications/", "/notifications/settings/"
PUSH = "/notifications/push/"
pytestmark = pytest.mark.django_db


def signed_in(client: Client, user: User) -> Client:
    """Sign somebody in as the pages do."""
    from django.http import HttpRequest

    client.logout()
    request = HttpRequest()
    request.session = client.session
    browser_sessions.begin(request, issue_pair(user=user, now=timezone.now()))
    request.session.save()
    client.cookies["sessionid"] = str(request.session.session_key)
    return client


@pytest.fixture
def nia() -> User:
    return person("nia")


@pytest.fixture
def own(client: Client, nia: User) -> Client:
    return signed_in(client, nia)


def filled(user: User, **changes: Any) -> dict[str, Any]:
    """Return what the form holds for somebody, and what they change in it."""
    form = WishesForm.of(preferences_of(user))
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in {**values, **changes}.items() if value not in (None, False)}


def test_a_stranger_is_led_to_the_sign_in(client: Client) -> None:
    for address in (LIST, f"{LIST}?page=2", SETTINGS, f"{LIST}3f2b0e3e-9f4e-4f3a-8f5e-3b1c2d4e5f60/"):
        response = client.get(address)
        assert (response.status_code, response["Location"][:9]) == (302, "/sign-in/")
    assert client.post(PUSH, "{}", content_type="application/json").status_code == 401


def test_what_is_unread_stands_first_and_hostile_words_stay_words(own: Client, nia: User) -> None:
    evil = "<script>alert(1)</script>"
    old = tell(nia, f"Old {evil}", body=evil, links=[Link(evil, "javascript:alert(1)")])
    for number in range(2):
        Notification.objects.filter(pk=tell(nia, f"Read {number}").pk).update(read_at=timezone.now())
    tell(person("ole"), "Another's")
    page = own.get(LIST)
    text = page.content.decode()
    assert [each["told"].title for each in page.context["shown"]] == [old.title, "Read 1", "Read 0"]
    assert "<script>" not in text and "javascript:" not in text and "Another" not in text
    assert "1 unread" in text and "script-src" not in page["Content-Security-Policy"]


def test_the_list_takes_as_many_queries_for_many_as_for_one(
    own: Client, nia: User, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    tell(nia)
    with CaptureQueriesContext(connection) as one:
        own.get(LIST)
    for number in range(30):
        tell(nia, f"Title {number}", links=[Link("Look", "https://t.example/x")])
    with django_assert_num_queries(len(one)):
        assert len(own.get(LIST).context["shown"]) == 20
    assert len(own.get(f"{LIST}?page=2").context["shown"]) == 11
    assert own.get(f"{LIST}?page=x%00").status_code == 200


def test_a_press_reads_one_and_another_all(own: Client, nia: User) -> None:
    told = [tell(nia, f"Title {number}") for number in range(3)]
    response = own.post(LIST, {"read": str(told[0].public_id), "page": "2"})
    assert response["Location"] == f"{LIST}?page=2"
    assert Notification.objects.filter(read_at=None).count() == 2
    assert own.post(LIST, {"read": "all"}).status_code == 302
    assert not Notification.objects.filter(read_at=None).exists()
    assert "You have read all of them." in own.get(LIST).content.decode()


@pytest.mark.parametrize("given", ["", "x", "\x00", "9" * 10_000, "3f2b0e3e-9f4e-4f3a-8f5e-3b1c2d4e5f60"])
def test_what_is_no_notification_of_ones_own_is_404(own: Client, given: str) -> None:
    other = tell(person("ole"))
    assert own.post(LIST, {"read": given}).status_code == 404
    assert own.post(LIST, {"read": str(other.public_id)}).status_code == 404
    assert own.get(f"{LIST}{other.public_id}/").status_code == 404
    assert Notification.objects.get().read_at is None


def test_who_follows_one_has_read_it(own: Client, nia: User) -> None:
    told = tell(nia, links=[Link("Join", "https://t.example/join")])
    assert own.get(f"{LIST}{told.public_id}/")["Location"] == "https://t.example/join"
    told.refresh_from_db()
    assert told.read_at is not None
    bare = tell(nia, "Bare", links=[Link("Feed", "webcal://t.example/x")])
    assert own.get(f"{LIST}{bare.public_id}/")["Location"] == LIST


def test_every_kind_stands_once_in_the_table() -> None:
    assert sorted(kind for kinds in GROUPS.values() for kind in kinds) == sorted(Kind)


def test_saving_what_is_shown_changes_nothing(own: Client, nia: User) -> None:
    before = {pair: reaches(preferences_of(nia), *pair) for pair in ((k, c) for k in Kind for c in Channel)}
    assert own.post(SETTINGS, filled(nia)).status_code == 302
    after = preferences_of(nia)
    assert {pair: reaches(after, *pair) for pair in before} == before
    assert (after.quiet_from, after.digest_hour, list(after.digest_kinds)) == (None, None, [])


def test_all_of_it_can_be_changed(own: Client, nia: User) -> None:
    on = [f"{kind}.{channel}" for kind in Kind for channel in Channel]
    on.remove("selected.push")
    changes = {
        "on": on,
        "sms_enabled": "on",
        "email_enabled": False,
        "quiet_from": "22:00",
        "quiet_until": "07:30",
        "reminders_in_quiet_hours": False,
        "digest_hour": "8",
        "digest": ["selected", "payout"],
    }
    response = own.post(SETTINGS, filled(nia, **changes))
    assert response["Location"] == f"{SETTINGS}?done=saved"
    kept = preferences_of(nia)
    assert (kept.quiet_from, kept.quiet_until, kept.digest_hour) == (time(22), time(7, 30), 8)
    assert (kept.sms_enabled, kept.email_enabled, kept.reminders_in_quiet_hours) == (True, False, False)
    assert kept.digest_kinds == ["payout", "selected"]
    assert not reaches(kept, Kind.SELECTED, Channel.PUSH) and reaches(kept, Kind.COURSE_UPDATE, Channel.PUSH)
    page = own.get(response["Location"]).content.decode()
    assert "Saved." in page and 'value="22:00"' in page


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"quiet_from": "22:00"}, "quiet_from", "two|Quiet hours begin"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "quiet_from", "Quiet hours begin"),
        ({"quiet_from": "late"}, "quiet_from", "Enter a time like 22:00."),
        ({"digest_hour": "24"}, "digest_hour", "valid choice"),
        ({"digest_hour": "9" * 10_000}, "digest_hour", "valid choice"),
        ({"on": ["selected.pigeon"]}, "on", "valid choice"),
        ({"digest": ["\x00"]}, "digest", ""),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_changes_nothing(
    own: Client, nia: User, changes: Any, field: str, words: str
) -> None:
    response = own.post(SETTINGS, filled(nia, **{"email_enabled": False, **changes}))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert words.split("|")[-1] in " ".join(response.context["form"].errors[field])
    assert preferences_of(nia).email_enabled
    assert "Not saved yet" in response.content.decode()


def test_what_is_always_told_stays_whatever_is_sent(own: Client, nia: User) -> None:
    assert own.post(SETTINGS, filled(nia, on=[])).status_code == 302
    kept = preferences_of(nia)
    for kind, channel in ALWAYS:
        assert reaches(kept, kind, channel)
    assert not reaches(kept, Kind.ACCOUNT_UPDATE, Channel.PUSH)


def test_a_browser_says_itself_and_is_ended_here(own: Client, nia: User, push: PushService) -> None:
    browser = push.browser()
    ask = {"data": browser.subscription, "content_type": "application/json"}
    assert own.post(PUSH, **ask, headers={"User-Agent": "X (Linux) Firefox/1"}).status_code == 204
    assert "Firefox on Linux" in own.get(SETTINGS).content.decode()
    ask["data"] = {**browser.subscription, "off": True}
    assert own.post(PUSH, **ask).status_code == 204
    assert not PushSubscription.objects.exists()


def test_signing_out_in_this_browser_ends_what_it_shows_and_so_does_another_who_signs_in(
    own: Client, nia: User, push: PushService
) -> None:
    from trellis.domain.notifications.queries import subscriptions_of

    here, elsewhere = push.browser(), push.browser()
    subscribed(nia, elsewhere)
    own.post(PUSH, here.subscription, content_type="application/json")
    assert subscriptions_of(nia, now=timezone.now()).count() == 2
    assert own.post("/sign-out/").status_code == 302
    (left,) = subscriptions_of(nia, now=timezone.now())
    assert left.endpoint == elsewhere.endpoint
    signed_in(own, nia).post(PUSH, here.subscription, content_type="application/json")
    ole = person("ole")
    ole.set_password("SecurePass123!")
    ole.save()
    assert own.post("/sign-in/", {"email": ole.email, "password": "SecurePass123!"}).status_code == 302
    assert [each.endpoint for each in subscriptions_of(nia, now=timezone.now())] == [elsewhere.endpoint]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"endpoint": 7, "keys": {}}',
        '{"endpoint": "https://x", "keys": {"p256dh": "a", "auth": "b"}, "off": 7}',
        '{"endpoint": "\\u0000", "keys": {"p256dh": "a", "auth": "b"}}',
        '{"endpoint": "\\ud800", "keys": {"p256dh": "a", "auth": "b"}}',
        "[" * 5_000,
        "x" * 10_000,
        b"\xff",
    ],
    ids=lambda body: ascii(body)[:30],
)
def test_what_is_no_subscription_is_400(own: Client, push: PushService, body: Any) -> None:
    response = own.post(PUSH, body, content_type="application/json")
    assert (response.status_code, response.json().keys()) == (400, {"detail"})


def test_a_subscription_at_nobody_we_know_is_422(own: Client, push: PushService) -> None:
    said = {**push.browser().subscription, "endpoint": "https://evil.example/x"}
    assert own.post(PUSH, said, content_type="application/json").status_code == 422
    assert not PushSubscription.objects.exists()


def test_a_form_of_another_site_subscribes_nothing(nia: User, push: PushService) -> None:
    client = signed_in(Client(enforce_csrf_checks=True), nia)
    response = client.post(PUSH, push.browser().subscription, content_type="application/json")
    assert response.status_code == 403


def test_a_browser_elsewhere_is_removed_by_its_owner_alone(own: Client, nia: User, push: PushService) -> None:
    ours = subscribed(nia, push.browser())
    theirs = subscribed(person("ole"), push.browser())
    for given in (theirs.pk, ours.pk, "x", "", 2**63, "9" * 10_000, "-1", "\x00"):
        assert own.post(SETTINGS, {"forget": given})["Location"] == f"{SETTINGS}?done=removed"
    assert list(PushSubscription.objects.all()) == [theirs]


def test_who_is_not_known_to_be_signed_in_is_asked_to_sign_in_again(
    client: Client, nia: User, push: PushService
) -> None:
    client.force_login(nia)
    text = client.get(SETTINGS).content.decode()
    assert "sign in again" in text and "data-push-on" not in text


def test_without_a_key_of_the_site_nothing_of_browsers_is_shown(own: Client, settings: Any) -> None:
    settings.VAPID_KEY = ""
    assert 'id="push"' not in own.get(SETTINGS).content.decode()


def test_the_worker_stands_above_all_pages_and_is_asked_for_anew(client: Client) -> None:
    response = client.get("/push-worker.js")
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cache-Control"] == "no-cache"
    assert b"notificationclick" in response.content


def _stop_of(user: User) -> tuple[str, Mail]:
    mail = Mail.objects.filter(to=user.email).latest("id")
    return mail.headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000"), mail


def test_one_press_stops_mails_of_a_kind_without_signing_in(client: Client, nia: User) -> None:
    tell(nia)
    address, mail = _stop_of(nia)
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in mail.text and SETTINGS in mail.text and address in mail.html
    assert "Coaches who select you" in client.get(address).content.decode()
    assert reaches(preferences_of(nia), Kind.SELECTED, Channel.EMAIL), (
        "a scanner that follows it stops nothing"
    )
    strict = Client(enforce_csrf_checks=True)
    for _ in range(2):
        response = strict.post(
            address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        )
        assert response.status_code == 200
    kept = preferences_of(nia)
    assert not reaches(kept, Kind.SELECTED, Channel.EMAIL) and reaches(kept, Kind.SELECTED, Channel.PUSH)
    assert reaches(kept, Kind.PAYOUT, Channel.EMAIL)


def test_what_cannot_be_stopped_carries_no_such_link(nia: User) -> None:
    tell(nia, about=Kind.ACCOUNT_UPDATE)
    mail = Mail.objects.get(to=nia.email)
    assert mail.headers == {} and "Stop mails" not in mail.text and SETTINGS in mail.text


@pytest.mark.parametrize("token", ["", "x", "x:y:z", "%00", "%ff", "a" * 5_000])
def test_a_link_that_is_not_whole_is_told_so(client: Client, token: str) -> None:
    for response in (
        client.get(f"/notifications/unsubscribe/?t={token}"),
        client.post(f"/notifications/unsubscribe/?t={token}"),
    ):
        assert response.status_code == 400
        assert "This link does not work" in response.content.decode()


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on an iPhone",
        ),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_called_as_its_owner_knows_it(user_agent: str, words: str) -> None:
    assert browser_in_words(user_agent) == words


def test_the_account_menu_says_how_much_is_unread(own: Client, nia: User) -> None:
    for number in range(3):
        tell(nia, f"Title {number}")
    text = own.get("/community/mentorship").content.decode()
    assert 'Notifications (3<span class="visually-hidden"> unread</span>)' in text
