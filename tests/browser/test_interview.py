"""An interview between three browsers, with cameras and microphones that Chromium makes up."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import close_pages, hurry, let_pass, with_small_camera
from tests.interviews import PASSWORD, Interview, arrange_interview
from tests.meetings import session_of, token_of
from tests.serving import Server
from trellis.core.processes import wait_until
from trellis.core.realtime import publish
from trellis.domain.accounts.models import User
from trellis.domain.interviews.models import Participant, Recording, Scorecard, VideoSession
from trellis.domain.interviews.rules.seats import Seat, room_of
from trellis.domain.interviews.services import participants

pytestmark = pytest.mark.django_db(transaction=True)
SESSIONS = "/api/talent-engine/video-sessions/"
# Three browsers that make up, encode and show video keep a small machine busy.
_PATIENCE_MS = 90_000
_PLAYS = """([name, since]) => {
    const video = document.querySelector(`[data-name="${name}"] video`);
    return video?.videoWidth > 0 && !video.paused && video.currentTime > since;
}"""
_CROWD = """() => {
    const tiles = document.getElementById("tiles");
    while (tiles.children.length < 8) {
        const copy = tiles.lastElementChild.cloneNode(true);
        for (const one of [copy, ...copy.querySelectorAll("[id]")]) one.removeAttribute("id");
        tiles.append(copy);
    }
    tiles.dataset.count = "8";
}"""
_TIME = "document.querySelector(`[data-name='NAME'] video`).currentTime"
_WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


class Room:
    """The page of one of those in the interview, in a browser of their own."""

    def __init__(self, browser: Browser, server: Server, *, width: int, scheme: str = "light") -> None:
        self.server = server
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            # What is looked at stands still: between two colours nothing can be read.
            reduced_motion="reduce",
        )
        self.context = with_small_camera(context)
        self.context.set_default_timeout(_PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.referrers: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: said.type == "error" and self.faults.append(said.text))
        self.page.on("request", lambda sent: self.referrers.append(sent.headers.get("referer", "")))

    def open(self, address: str, *, user: User | None = None) -> "Room":
        if user is not None:
            cookie = {
                "name": settings.SESSION_COOKIE_NAME,
                "value": session_of(user),
                "url": self.server.url,
            }
            self.context.add_cookies([cookie])  # type: ignore[list-item]
        self.page.goto(f"{self.server.url}{address}")
        return self

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def join(self) -> "Room":
        self.press("Join the interview")
        return self

    def tile(self, name: str) -> Any:
        return self.page.locator(f'[data-name="{name}"]')

    def sees(self, *names: str) -> None:
        """Wait until the picture of each has run on."""
        for name in names:
            self.page.wait_for_function(_PLAYS, arg=[name, 0])
            now = self.page.evaluate(_TIME.replace("NAME", name))
            self.page.wait_for_function(_PLAYS, arg=[name, now + 0.3])

    def status(self, words: str) -> None:
        expect(self.page.locator("#status")).to_have_text(words)

    def holds_up(self, name: str) -> None:
        """Check that axe finds nothing and nothing scrolls sideways; keep a picture where one is wanted."""
        folder = os.environ.get("TRELLIS_SCREENSHOTS")
        if folder:
            self.page.screenshot(path=Path(folder) / f"interview-{name}.png", full_page=True)
        found = Axe().run(self.page).response["violations"]
        problems = [
            (one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"]) for one in found
        ]
        assert problems == [], name
        assert not self.page.evaluate(_WIDER), name


@contextmanager
def patience(browser: Browser) -> Iterator[None]:
    """Wait for long for what is expected in the block; afterwards everybody has left."""
    expect.set_options(timeout=_PATIENCE_MS / 2)
    try:
        yield
        close_pages(browser)
    finally:
        expect.set_options(timeout=5_000)


@pytest.fixture
def interview(db: None) -> Interview:
    return arrange_interview()


def _ask(
    server: Server, who: User | None, method: str, path: str, body: dict[str, Any] | None = None
) -> httpx.Response:
    """Send a request as another program of somebody would."""
    headers = {"Authorization": f"Bearer {token_of(who)}"} if who else {}
    return httpx.request(method, f"{server.url}{SESSIONS}{path}", headers=headers, json=body)


def _save(server: Server, interview: Interview, **fields: Any) -> None:
    body = {"session_id": str(interview.session.pk), **fields}
    answer = _ask(server, interview.owner, "POST", "update_interview_data/", body)
    assert answer.status_code == 200, answer.text


def _tell(interview: Interview, kind: str, **more: Any) -> None:
    publish(room=room_of(interview.session.pk), message={"kind": kind, **more})


def test_a_panel_and_a_candidate_see_hear_and_write_to_each_other(
    browser: Browser, server: Server, interview: Interview
) -> None:
    with patience(browser):
        owner = Room(browser, server, width=1440).open(interview.page, user=interview.owner)
        owner.join().status("Waiting for the others …")
        staff = Room(browser, server, width=1440, scheme="dark").open(interview.page, user=interview.staff)
        candidate = Room(browser, server, width=360).open(interview.link)

        assert candidate.page.url == f"{server.url}{interview.page}?guest"
        assert "may record this interview" in candidate.page.locator(".lobby__consent").inner_text()
        expect(candidate.page.get_by_text("Olga Doe, interviewer")).to_be_visible()
        expect(candidate.page.locator("#panel")).to_have_count(0)
        expect(candidate.page.get_by_role("button", name="Record")).to_have_count(0)
        candidate.holds_up("lobby-360")
        staff.join()
        candidate.join()
        names = {"Olga Doe": owner, "Sam Doe": staff, "Cara Candidate": candidate}
        for name, room in names.items():
            room.sees(*(other for other in names if other != name))
            room.status("Connected with 2 people")
        for room, picture in ((owner, "1440"), (staff, "1440-dark"), (candidate, "360")):
            room.holds_up(f"call-{picture}")

        candidate.press("Mute")
        for room in (owner, staff):
            expect(room.tile("Cara Candidate").locator(".tile__badge")).to_be_visible()
        candidate.page.keyboard.press("Alt+Shift+M")
        expect(owner.tile("Cara Candidate").locator(".tile__badge")).to_be_hidden()
        assert wait_until(lambda: not Participant.objects.get(user=None).is_muted, timeout=10)

        owner.press("Share screen")
        expect(candidate.page.locator(".tile--screen")).to_have_attribute("data-name", "Olga Doe")
        candidate.sees("Olga Doe")
        owner.press("Stop sharing")
        candidate.press("Stop video")
        expect(staff.tile("Cara Candidate").locator(".tile__note")).to_have_text(
            "Cara Candidate’s camera is off"
        )

        candidate.press("Chat")
        candidate.page.get_by_label("Your message to everybody").fill("Hello <b>all</b>")
        candidate.page.keyboard.press("Enter")
        for room in (owner, staff):
            expect(room.page.locator("#unread")).to_have_text("1 new")
            room.page.keyboard.press("Alt+Shift+C")
            expect(room.page.locator(".chat__words")).to_have_text("Hello <b>all</b>")
            expect(room.page.locator(".chat__who")).to_contain_text("Cara Candidate")
        candidate.holds_up("chat-360")

        candidate.page.reload()
        candidate.join()
        owner.sees("Cara Candidate")
        candidate.press("Leave")
        expect(candidate.page.get_by_role("heading", name="You have left the interview")).to_be_focused()
        owner.status("Connected with Sam Doe")
        _tell(interview, "session", event="ended")
        expect(staff.page.get_by_role("heading", name="This interview is over")).to_be_focused()
        assert not any("invitation" in referrer for referrer in candidate.referrers)
        assert owner.faults == staff.faults == candidate.faults == []


def test_what_the_api_switches_is_shown_and_obeyed(
    browser: Browser, server: Server, interview: Interview
) -> None:
    with patience(browser):
        owner = Room(browser, server, width=1440).open(interview.page, user=interview.owner).join()
        candidate = Room(browser, server, width=360, scheme="dark").open(interview.link).join()
        owner.sees("Cara Candidate")
        let_pass(candidate.page, seconds=4)  # the page does not trust an answer to its own last switch
        seat = Seat(interview.session, "", email=interview.invitation.email)
        participants.set_devices(seat=seat, muted=True, now=timezone.now())
        expect(owner.tile("Cara Candidate").locator(".tile__badge")).to_be_visible()
        expect(candidate.page.get_by_role("button", name="Unmute")).to_be_visible()
        let_pass(candidate.page, seconds=4)
        # Nobody opens somebody else's microphone: the page says again how it is.
        participants.set_devices(seat=seat, muted=False, now=timezone.now())
        expect(owner.tile("Cara Candidate").locator(".tile__badge")).to_be_visible()
        candidate.holds_up("muted-360-dark")
        hurry(owner.page)  # who goes without a word may be back in ten seconds
        _tell(interview, "revoked", email=interview.invitation.email)
        expect(candidate.page.get_by_role("heading", name="Your invitation works no longer")).to_be_focused()
        owner.status("Waiting for the others …")
        assert wait_until(lambda: Participant.objects.get(user=None).is_muted, timeout=10)


def test_a_recording_reaches_the_server_piece_by_piece(
    browser: Browser, server: Server, interview: Interview
) -> None:
    sent: list[int] = []

    def refuse_two(route: Route) -> None:
        request = route.request
        assert (request.method, request.headers["content-type"]) == ("PUT", "video/webm")
        sent.append(int(request.url.rstrip("/").rsplit("/", 1)[1]))
        if len(sent) > 2:
            route.fallback()
            return
        route.fulfill(status=503, json={"detail": "Try again."})

    with patience(browser):
        owner = Room(browser, server, width=1440).open(interview.page, user=interview.owner)
        owner.page.route("**/chunks/**", refuse_two)
        owner.join()
        candidate = Room(browser, server, width=360).open(interview.link).join()
        owner.sees("Cara Candidate")
        hurry(owner.page)  # between the tries to send a piece
        owner.press("Record")
        for room in (owner, candidate):
            expect(room.page.get_by_text("This interview is being recorded")).to_be_visible()
        saved = "() => document.getElementById('upload-progress').value >= 2"
        owner.page.wait_for_function(saved, timeout=_PATIENCE_MS)
        owner.holds_up("recording-1440")
        candidate.holds_up("recording-360")
        owner.press("Stop recording")
        expect(owner.page.get_by_role("button", name="Record", exact=True)).to_be_enabled()
        for room in (owner, candidate):
            expect(room.page.get_by_text("This interview is being recorded")).to_be_hidden()
        # Two failures were written to the console; nothing else went wrong.
        assert [fault for fault in owner.faults if "503" not in fault] == candidate.faults == []
    recording = Recording.objects.get(session=interview.session)
    assert (recording.state, recording.started_by) == (Recording.State.PROCESSING, interview.owner)
    numbers = list(recording.chunks.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(len(numbers)))
    assert len(numbers) >= 2
    assert sent == [0, 0, *numbers]  # one after the other, and none twice but what was refused
    server.do_jobs()
    path = f"{interview.session.pk}/recordings/{recording.pk}.webm"
    answers = [_ask(server, who, "GET", path) for who in (interview.staff, interview.foreigner, None)]
    assert [answer.status_code for answer in answers] == [200, 404, 401]
    whole = answers[0].content
    assert whole.startswith(b"\x1a\x45\xdf\xa3")  # EBML: the head of a WebM file
    assert b"V_VP8" in whole[:2000]
    assert b"A_OPUS" in whole[:2000]
    assert len(whole) > 50_000


def test_interviewers_score_and_write(browser: Browser, server: Server, interview: Interview) -> None:
    with patience(browser):
        manager = Room(browser, server, width=1440).open(interview.page, user=interview.manager)
        page = manager.page
        page.keyboard.press("Alt+Shift+N")
        expect(page.get_by_role("heading", name="Scores and notes")).to_be_focused()
        own = page.get_by_role("form", name="Your own scorecard")
        own.get_by_role("group", name="Technical").get_by_role("radio", name="5").check()
        own.get_by_label("Another criterion").fill("Humour")
        page.keyboard.press("Enter")
        group = own.get_by_role("group", name="Humour")
        expect(group.get_by_role("radio", name="no score")).to_be_focused()
        page.keyboard.press("ArrowRight")
        own.get_by_label("Your notes").fill("Good")
        own.get_by_role("button", name="Save your scorecard").click()
        expect(page.locator("#own-saved")).to_contain_text("Saved at")
        card = Scorecard.objects.get(session=interview.session)
        assert (card.user, card.scores) == (interview.manager, {"technical": 5, "Humour": 1})
        assert card.notes == "Good"

        shared = page.get_by_role("form", name="What the panel agrees on")
        expect(shared.get_by_role("group", name="Technical").get_by_label("4")).to_be_checked()
        expect(shared.get_by_role("group", name="Problem solving (now 3.5)")).to_be_visible()
        shared.get_by_label("Tags").fill("Python, Strong ,, Candidate")
        shared.get_by_role("button", name="Save for the panel").click()
        expect(page.locator("#shared-saved")).to_contain_text("Saved at")
        agreed = VideoSession.objects.of_all_tenants().get(pk=interview.session.pk)
        assert agreed.scores == {"technical": 4, "problemSolving": 3.5}
        assert (agreed.notes, agreed.tags) == ("Strong start", ["Python", "Strong", "Candidate"])
        manager.holds_up("panel-lobby-1440")
        _save(server, interview, notes="Of another")
        expect(shared.get_by_label("Notes of the panel")).to_have_value("Of another")
        shared.get_by_label("Notes of the panel").fill("My own words")
        _save(server, interview, notes="Of another again")
        expect(page.locator("#shared-saved")).to_contain_text("Another interviewer has saved")
        expect(shared.get_by_label("Notes of the panel")).to_have_value("My own words")
        shared.get_by_role("button", name="Show what the others have saved").click()
        expect(shared.get_by_label("Notes of the panel")).to_have_value("Of another again")
        manager.join()
        manager.holds_up("panel-call-1440")
        page.set_viewport_size({"width": 360, "height": 800})
        page.emulate_media(color_scheme="dark")
        manager.holds_up("panel-call-360-dark")
        page.evaluate(_CROWD)
        page.keyboard.press("Alt+Shift+N")
        manager.holds_up("crowd-360-dark")
        page.set_viewport_size({"width": 1440, "height": 900})
        page.emulate_media(color_scheme="light")
        manager.holds_up("crowd-1440")
        interview.end()
        page.reload()
        expect(page.get_by_role("heading", name="This interview is over")).to_be_visible()
        expect(page.get_by_role("form", name="Your own scorecard")).to_be_visible()
        manager.holds_up("over-360-dark")
        assert manager.faults == []


def test_staff_score_and_read_what_the_others_agree_on(
    browser: Browser, server: Server, interview: Interview
) -> None:
    with patience(browser):
        staff = Room(browser, server, width=360).open(interview.page, user=interview.staff)
        staff.page.keyboard.press("Alt+Shift+N")
        shared = staff.page.get_by_role("form", name="What the panel agrees on")
        technical = shared.get_by_role("group", name="Technical")
        expect(technical.get_by_label("4")).to_be_checked()
        expect(technical.get_by_label("5")).to_be_disabled()
        expect(shared.get_by_label("Tags")).not_to_be_editable()
        expect(shared.get_by_role("button")).to_have_count(0)
        staff.holds_up("panel-staff-360")
        _save(server, interview, notes="Of another")
        expect(shared.get_by_label("Notes of the panel")).to_have_value("Of another")
        expect(shared.get_by_label("Notes of the panel")).not_to_be_editable()
        own = staff.page.get_by_role("form", name="Your own scorecard")
        own.get_by_role("group", name="Technical").get_by_role("radio", name="3").check()
        own.get_by_role("button", name="Save your scorecard").click()
        expect(staff.page.locator("#own-saved")).to_contain_text("Saved at")
        assert staff.faults == []


def test_a_member_signs_in_with_their_password_and_is_led_back(
    browser: Browser, server: Server, interview: Interview
) -> None:
    # The tests' own hashes are cheap ones, which a real server does not take.
    interview.staff.password = Argon2PasswordHasher().encode(PASSWORD, "salt of the earth")
    interview.staff.save(update_fields=["password"])
    with patience(browser):
        staff = Room(browser, server, width=360).open(interview.page)
        staff.holds_up("sign-in-360")
        staff.page.get_by_label("E-mail address").fill("sam@example.com")
        staff.page.get_by_label("Password").fill("wrong")
        staff.press("Sign in")
        expect(staff.page.get_by_role("alert")).to_contain_text("is wrong")
        staff.holds_up("sign-in-wrong-360")
        staff.page.get_by_label("Password").fill(PASSWORD)
        staff.press("Sign in")
        staff.page.wait_for_url(f"**{interview.page}")
        staff.join().status("Waiting for the others …")
        assert [fault for fault in staff.faults if "422" not in fault] == []
