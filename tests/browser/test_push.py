"""A browser is told things though no page is open: switched on and off in the settings, shown by the worker.

No push service is to be had here, so the browser's own half of subscribing is played; all else is real.
"""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.push_service import Browser
from trellis.core.processes import wait_until
from trellis.domain.notifications.models import PushSubscription

pytestmark = pytest.mark.django_db(transaction=True)
_SUBSCRIBED = """([endpoint, keys]) => {
  let held = null;
  PushManager.prototype.getSubscription = async () => held;
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => (held = {
    options: { applicationServerKey: applicationServerKey.buffer },
    toJSON: () => ({ endpoint, keys }),
    unsubscribe: async () => { held = null; return true; },
  });
}"""
_SENT_AGAIN = 3
_REGISTER = """async () => {
  await navigator.serviceWorker.register(document.getElementById("push").dataset.worker);
  await navigator.serviceWorker.ready;
}"""
_SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const shown = await registration.getNotifications();
  return shown.map(({ title, body, tag, silent, data }) => ({ title, body, tag, silent, url: data.url }));
}"""


@pytest.fixture
def page(visit: Visit) -> Page:
    """The settings of John, in a browser that may show notifications."""
    page = visit.signed_in("user@example.com")
    page.context.grant_permissions(["notifications"])
    page.goto("/notifications/settings/")
    return page


def test_it_is_switched_on_and_off_where_it_is_shown(page: Page) -> None:
    ours = Browser("https://fcm.googleapis.com/fcm/send/of-john")
    page.evaluate(_SUBSCRIBED, [ours.endpoint, ours.subscription["keys"]])
    on = page.get_by_role("button", name="Show them in this browser")
    off = page.get_by_role("button", name="Stop in this browser")
    on.click()
    expect(page.get_by_text("This browser shows your notifications.")).to_be_visible()
    expect(on).to_be_hidden()
    row = PushSubscription.objects.get()
    assert (row.person.email, row.endpoint) == ("user@example.com", ours.endpoint)
    off.click()
    expect(page.get_by_text("This browser shows none.")).to_be_visible()
    expect(off).to_be_hidden()
    assert not PushSubscription.objects.exists()


def test_what_is_pushed_is_shown_and_leads_to_what_it_is_about(page: Page) -> None:
    told = {"title": "Sarah has written", "body": "See you at two", "tag": "room:1", "url": "/notifications/"}
    registration = _registered(page)
    _push(page, registration, json.dumps(told))
    assert page.evaluate(_SHOWN) == [{**told, "silent": False}]
    # The same matter again takes its place; what is no JSON is shown as news all the same.
    _push(page, registration, json.dumps({**told, "body": "See you at three", "silent": True}))
    assert page.evaluate(_SHOWN) == [{**told, "body": "See you at three", "silent": True}]
    _push(page, registration, "what is this")
    titles = {each["title"] for each in page.evaluate(_SHOWN)}
    assert titles == {"Sarah has written", "There is news for you"}


def _registered(page: Page) -> tuple[Any, str]:
    """Register the worker as the settings do; return what speaks to it, and the name of its registration."""
    tools = page.context.new_cdp_session(page)
    known: list[str] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: known.extend(each["registrationId"] for each in event["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    page.evaluate(_REGISTER)
    return tools, known[0]


def _push(page: Page, to: tuple[Any, str], text: str) -> None:
    """Have the browser take a push message, and the worker show what it makes of it.

    The browser loses one whose worker it could not wake in time, as on a busy machine; then it is sent again.
    """
    tools, registration = to
    before = page.evaluate(_SHOWN)
    message = {"origin": page.evaluate("location.origin"), "registrationId": registration, "data": text}

    def is_shown() -> bool:
        return bool(page.evaluate(_SHOWN) != before)

    for _ in range(_SENT_AGAIN):
        tools.send("ServiceWorker.deliverPushMessage", message)
        if wait_until(is_shown, timeout=10):
            return
    pytest.fail("nothing was shown")
