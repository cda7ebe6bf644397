"""A real browser on a real server, with the demo world in the test's own database."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.meetings import session_of
from tests.serving import Server
from trellis.domain.accounts.models import User

# Playwright's synchronous interface runs an event loop in this very thread, which Django takes for
# asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("TRELLIS_CHROMIUM") or shutil.which("chromium") or ""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    # To make up, encode and show more pictures than these keeps a small machine busy.
    "--use-fake-device-for-media-stream=fps=5",
    "--use-fake-ui-for-media-stream",
    "--auto-accept-this-tab-capture",
]

_SMALL_CAMERA = """
const ask = MediaDevices.prototype.getUserMedia;
MediaDevices.prototype.getUserMedia = function small({ video, ...wishes }) {
  return ask.call(this, video ? { ...wishes, video: { ...video, width: 320, height: 240 } } : wishes);
};
"""
_LATER = "seconds => { Date.now = ((now) => () => now() + seconds * 1000)(Date.now); }"

_HURRIED = """() => {
  const wait = window.setTimeout;
  window.setTimeout = (act, milliseconds, ...more) => wait(act, milliseconds / 20, ...more);
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip without a browser, but never where everything is to be tested."""
    if CHROMIUM or os.environ.get("CI"):
        return
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.skip(reason="there is no chromium on this machine"))


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    # Not longer than these tests: while Playwright runs, its event loop is that of the whole thread.
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """The one Chromium, in which nobody has opened anything."""
    yield chromium
    close_pages(chromium)


def close_pages(browser: Browser) -> None:
    """Close the pages of everybody."""
    for context in browser.contexts:
        context.close()


def with_small_camera(context: BrowserContext) -> BrowserContext:
    """Have the camera of this browser make small pictures, whatever a page would like best."""
    context.add_init_script(_SMALL_CAMERA)
    return context


def let_pass(page: Page, *, seconds: float) -> None:
    """Have the page think that it is so much later."""
    page.evaluate(_LATER, seconds)


def hurry(page: Page) -> None:
    """Have the page do soon what it would do later from now on."""
    page.evaluate(_HURRIED)


@pytest.fixture
def world(transactional_db: None, world: None) -> None:
    """The demo world, for a server that another thread runs too."""


@pytest.fixture
def visit(browser: Browser, server: Server, world: None) -> "Visit":
    return Visit(browser, server)


class Visit:
    """Opens pages of people, each with a browser profile of their own."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self._browser = browser
        self.server = server
        self.faults: list[str] = []

    def page(self, *, width: int = 1280, scheme: str = "light", touch: bool = False) -> Page:
        """Return an empty page of somebody new; what goes wrong in it is noted in `faults`."""
        context = self._browser.new_context(
            base_url=self.server.url,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            timezone_id="Europe/London",
            reduced_motion="reduce",
            has_touch=touch,
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page

    def signed_in_by_cookie(self, email: str, **look: Any) -> Page:
        """Return an empty page of somebody who is signed in already."""
        page = self.page(**look)
        session = session_of(User.objects.get(email=email))
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.server.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        return page

    def signed_in(self, email: str, *, width: int = 1280, scheme: str = "light", touch: bool = False) -> Page:
        """Return a page of somebody who has signed in with their e-mail address."""
        page = self.page(width=width, scheme=scheme, touch=touch)
        page.goto("/community/mentorship/auth")
        page.get_by_label("E-mail").fill(email)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda url: not url.endswith("/auth"))
        return page
