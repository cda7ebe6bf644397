"""A real browser on a real server, with the demo world in the test's own database."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.serving import Server

# Playwright's synchronous interface runs an event loop in this very thread, which Django takes for
# asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("TRELLIS_CHROMIUM") or shutil.which("chromium") or ""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--auto-accept-this-tab-capture",
]


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

    def signed_in(self, email: str, *, width: int = 1280, scheme: str = "light", touch: bool = False) -> Page:
        """Return a page of somebody who has signed in with their e-mail address."""
        page = self.page(width=width, scheme=scheme, touch=touch)
        page.goto("/community/mentorship/auth")
        page.get_by_label("E-mail").fill(email)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda url: not url.endswith("/auth"))
        return page
