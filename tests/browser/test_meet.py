"""A call between two browsers, with cameras and microphones that Chromium makes up."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import let_pass, with_small_camera
from tests.meetings import Meeting, arrange_guarded, arrange_meeting, session_of
from tests.serving import Server

pytestmark = pytest.mark.django_db(transaction=True)
_PLAYS = """([id, since]) => {
    const video = document.getElementById(id);
    return video.videoWidth > 0 && !video.paused && video.currentTime > since;
}"""

_SHOWS_SCREEN = """() => {
    const [track] = document.getElementById("own-video").srcObject.getVideoTracks();
    return Boolean(track.getSettings().displaySurface);
}"""


class Room:
    """The page of one of the two in a browser of their own."""

    def __init__(
        self, browser: Browser, server: Server, meeting: Meeting, session: str, *, width: int
    ) -> None:
        context = browser.new_context(viewport={"width": width, "height": 800})
        self.context = with_small_camera(context)
        self.context.set_default_timeout(20_000)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}
        self.context.add_cookies([cookie])  # type: ignore[list-item]
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: said.type == "error" and self.faults.append(said.text))
        self.page.goto(f"{server.url}{meeting.page}")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()

    def join(self) -> None:
        self.press("Join the meeting")

    def sees_video(self, element: str = "other-video") -> None:
        """Wait until the picture has run on."""
        self.page.wait_for_function(_PLAYS, arg=[element, 0])
        now = self.page.eval_on_selector(f"#{element}", "video => video.currentTime")
        self.page.wait_for_function(_PLAYS, arg=[element, now + 0.3])

    def sees_guest(self, person: str) -> None:
        """Wait until the small picture of one more runs."""
        video = f'[data-person="{person}"] video'
        self.page.wait_for_function(
            "([which]) => { const video = document.querySelector(which);"
            " return video && video.videoWidth > 0 && !video.paused; }",
            arg=[video],
        )

    def status(self, words: str) -> None:
        expect(self.page.locator("#status")).to_have_text(words, timeout=20_000)

    def fits(self) -> None:
        """Check that nothing makes the page scroll sideways."""
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not self.page.evaluate(wide)

    def show(self, name: str) -> None:
        """Keep a picture of the page where somebody wants to look at it."""
        folder = os.environ.get("TRELLIS_SCREENSHOTS")
        if folder:
            self.page.screenshot(path=Path(folder) / f"{name}.png")


@contextmanager
def two_rooms(browser: Browser, server: Server, meeting: Meeting) -> Iterator[tuple[Room, Room]]:
    sessions = session_of(meeting.mentor), session_of(meeting.mentee)
    mentor = Room(browser, server, meeting, sessions[0], width=1440)
    mentee = Room(browser, server, meeting, sessions[1], width=360)
    yield mentor, mentee


@pytest.fixture
def meeting(db: None) -> Meeting:
    return arrange_meeting()


def test_two_people_see_hear_and_write_to_each_other(
    browser: Browser, server: Server, meeting: Meeting
) -> None:
    with two_rooms(browser, server, meeting) as (mentor, mentee):
        mentor.sees_video("own-video")
        mentor.join()
        mentor.status("Waiting for Miguel …")
        mentee.join()
        for room, other in ((mentor, "Miguel"), (mentee, "Sarah")):
            room.sees_video()
            room.status(f"Connected with {other}")
            room.fits()
            room.show(f"call-{other}")

        expect(mentee.page.locator("#other-muted")).to_be_hidden()
        mentor.press("Mute")
        expect(mentee.page.locator("#other-muted")).to_be_visible()
        expect(mentee.page.locator("#announcer")).to_have_text("Sarah’s microphone is off")
        mentor.press("Unmute")
        expect(mentee.page.locator("#other-muted")).to_be_hidden()

        mentor.press("Stop video")
        expect(mentee.page.locator("#other-note")).to_have_text("Sarah’s camera is off")
        mentor.press("Start video")
        mentee.sees_video()

        mentor.press("Share screen")
        expect(mentee.page.locator("#announcer")).to_have_text("Sarah shares the screen")
        mentor.page.wait_for_function(_SHOWS_SCREEN)
        mentee.sees_video()
        mentor.press("Stop sharing")
        expect(mentee.page.locator("#announcer")).to_have_text("Sarah has stopped sharing")

        mentor.press("Chat")
        mentor.page.get_by_label("Your message to Miguel").fill("Hello <b>Miguel</b>")
        mentor.page.keyboard.press("Enter")
        expect(mentee.page.locator("#unread")).to_have_text("1 new")
        mentee.press("Chat")
        expect(mentee.page.locator(".chat__words")).to_have_text("Hello <b>Miguel</b>")
        mentor.show("chat-1440")
        mentee.show("chat-360")
        mentee.fits()

        mentee.press("Leave")
        mentor.status("Waiting for Miguel …")
        expect(mentee.page.get_by_role("heading", name="You have left")).to_be_focused()
        mentee.show("left-360")
        assert mentor.faults == mentee.faults == []


def test_a_call_survives_a_lost_network_and_a_reload(
    browser: Browser, server: Server, meeting: Meeting
) -> None:
    with two_rooms(browser, server, meeting) as (mentor, mentee):
        mentor.join()
        mentee.join()
        mentor.sees_video()
        mentee.context.set_offline(True)
        mentee.status("Connection lost, trying again …")
        mentee.context.set_offline(False)
        mentee.status("Connected with Sarah")
        mentee.sees_video()
        mentor.sees_video()

        mentee.page.reload()
        mentor.status("Waiting for Miguel …")
        mentee.join()
        mentor.status("Connected with Miguel")
        mentor.sees_video()
        mentee.sees_video()


def test_a_second_tab_takes_over(browser: Browser, server: Server, meeting: Meeting) -> None:
    with two_rooms(browser, server, meeting) as (mentor, mentee):
        mentor.join()
        mentee.join()
        mentor.sees_video()
        first, mentee.page = mentee.page, mentee.context.new_page()
        mentee.page.goto(first.url)
        mentee.join()
        expect(first.get_by_role("heading", name="You have joined in another tab")).to_be_visible()
        mentee.sees_video()
        mentor.sees_video()


def test_the_door_opens_while_one_waits(browser: Browser, server: Server, meeting: Meeting) -> None:
    meeting.move(starts_in=timedelta(minutes=20))
    with two_rooms(browser, server, meeting) as (mentor, mentee):
        mentor.sees_video("own-video")
        for room in (mentor, mentee):
            expect(room.page.get_by_role("button", name="Join the meeting")).to_be_disabled()
            room.fits()
        expect(mentee.page.locator("#countdown")).to_have_text(re.compile(r"^00:0[34]:\d\d$"))
        mentor.show("waiting-1440")
        mentee.show("waiting-360")
        meeting.move(starts_in=timedelta(minutes=15))
        for room in (mentor, mentee):
            let_pass(room.page, seconds=300)
        expect(mentee.page.get_by_role("button", name="Join the meeting")).to_be_enabled()
        expect(mentee.page.locator("#announcer")).to_have_text("The room is open. You can join now.")
        mentee.press("Devices")
        expect(mentee.page.get_by_label("Camera")).to_be_focused()
        expect(mentee.page.get_by_label("Camera").locator("option").first).to_have_text("fake_device_0")
        level = "() => document.getElementById('level').value > 0.01"
        mentee.page.wait_for_function(level)
        mentee.show("devices-360")
        mentee.fits()
        mentee.join()
        mentee.status("Waiting for Sarah …")
        expect(mentee.page.get_by_role("button", name="Mute")).to_be_focused()
        mentee.show("alone-360")


def test_two_meet_while_a_guardian_is_there(browser: Browser, server: Server) -> None:
    meeting = arrange_guarded()
    with two_rooms(browser, server, meeting) as (mentor, mentee):
        mentor.show("guarded-lobby-1440")
        mentee.show("guarded-lobby-360")
        mentor.join()
        mentee.join()
        mentor.status("Waiting for Gil Doe, the guardian of Miguel …")
        mentee.status("Waiting for your guardian Gil Doe …")
        mentee.show("guarded-waiting-360")

        guardian = Room(browser, server, meeting, session_of(meeting.guardian), width=1440)
        guardian.join()
        for room, other, guest in (
            (mentor, "Miguel", "guardian-1"),
            (mentee, "Sarah", "guardian-1"),
            (guardian, "Sarah", "mentee"),
        ):
            room.status(f"Connected with {other}")
            room.sees_video()
            room.sees_guest(guest)
            room.fits()
        for room, name in ((mentor, "mentor-1440"), (mentee, "mentee-360"), (guardian, "guardian-1440")):
            room.show(f"guarded-{name}")

        guardian.press("Chat")
        guardian.page.get_by_label("Your message to everybody in the room").fill("Hello you two")
        guardian.page.keyboard.press("Enter")
        mentee.press("Chat")
        expect(mentee.page.locator(".chat__who")).to_contain_text("Gil Doe")

        guardian.press("Leave")
        mentor.status("Waiting for Gil Doe, the guardian of Miguel …")
        mentee.status("Waiting for your guardian Gil Doe …")
        for room in (mentor, mentee):
            room.page.wait_for_function("() => !document.getElementById('other-video').srcObject")
            expect(room.page.locator("#guests")).to_be_hidden()
        guardian.page.reload()
        guardian.join()
        mentor.status("Connected with Miguel")
        mentor.sees_video()
        assert mentor.faults == mentee.faults == guardian.faults == []
