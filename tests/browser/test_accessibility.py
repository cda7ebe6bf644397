"""axe finds nothing serious on any page, in light and dark, and no page scrolls sideways on a phone."""

from datetime import timedelta
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Locator, Page

from tests.browser.conftest import Visit
from tests.domain.requisitions.factory import APPBREW, TWO_STAGES, job_of
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.mentorship.queries.slots import slots_of
from trellis.domain.mentorship.services import bookings

pytestmark = pytest.mark.django_db(transaction=True)
HUB = "/community/mentorship"
_WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
_SERIOUS = {"serious", "critical"}
_ALL = {"resultTypes": ["violations"]}
# What else axe asks is the same by day and by night.
_OF_COLOURS = {**_ALL, "runOnly": ["color-contrast", "link-in-text-block"]}
# What is too wide for a phone, cannot be read at night, and says nothing on a wide screen.
_SPOIL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    body { min-width: 400px }
    #faint { color: #000; background: #fff }
    @media (prefers-color-scheme: dark) { #faint { color: #333; background: #222 } }
    @media (max-width: 1000px) { #silent { display: none } }
  `);
  document.adoptedStyleSheets.push(sheet);
  document.querySelector("main").insertAdjacentHTML(
    "afterbegin", '<p id="faint">Night</p><img id="silent" src="/favicon.ico">',
  );
}"""
# An element's text on its ground, and its ground on what lies behind it.
_CONTRASTS = """element => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const ground = of => {
    if (!of) return [255, 255, 255];
    const [r, g, b, alpha = 1] = parts(getComputedStyle(of).backgroundColor);
    const under = alpha < 1 ? ground(of.parentElement) : [0, 0, 0];
    return [r, g, b].map((part, at) => part * alpha + under[at] * (1 - alpha));
  };
  const light = colour => colour.map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const ratio = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const text = parts(getComputedStyle(element).color).slice(0, 3);
  return [ratio(text, ground(element)), ratio(ground(element), ground(element.parentElement))];
}"""


@pytest.fixture
def booking(world: None) -> Booking:
    """A confirmed session of Sarah's with John, and a request of his."""
    mentor = Mentor.objects.get(user__email="sarah@example.com")
    mentee = User.objects.get(email="john@example.com")
    now = timezone.now()
    slots = slots_of(mentor, first=now.date(), last=now.date() + timedelta(days=14), now=now)
    confirmed, _ = (
        bookings.book(
            mentor=mentor,
            mentee=mentee,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            topic=topic,
            description="Words",
            now=now,
        )
        for slot, topic in zip(slots[3:5], ("Portfolio", "A longer topic about design systems"), strict=True)
    )
    return bookings.confirm(booking=confirmed, actor=mentor.user, version=None, now=now)


def _problems(page: Page, address: str) -> list[str]:
    """Open a page, and look at it on a phone and on a wide screen, by day and by night."""
    response = page.goto(address)
    assert response and response.status in {200, 404, 410}, (address, response and response.status)
    return _problems_of_open(page)


def _problems_of_open(page: Page) -> list[str]:
    page.evaluate(Axe().axe_script)
    return [
        f"{page.url}, {width} wide, {scheme}: {problem}"
        for width in (360, 1440)
        for scheme in ("light", "dark")
        for problem in _problems_of_look(page, width=width, scheme=scheme)
    ]


def _problems_of_look(page: Page, *, width: int, scheme: Literal["light", "dark"]) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    found = page.evaluate("options => axe.run(options)", _OF_COLOURS if scheme == "dark" else _ALL)
    problems = [
        f"{one['id']} ({one['help']}): {one['nodes'][0]['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in _SERIOUS
    ]
    return [*problems, *(["scrolls sideways"] if page.evaluate(_WIDER) else [])]


def test_every_page_holds_up(visit: Visit, booking: Booking) -> None:
    mentor = Mentor.objects.get(user__email="sarah@example.com")
    open_to_all = ["/", "/dev/outbox/", "/verify-email/?token=x", "/nothing", HUB, f"{HUB}?search=zzz"]
    of_mentee = [f"{HUB}/{mentor.public_id}", f"{HUB}/profile/edit", "/my-data/", "/my-data/close/"]
    of_mentee += ["/notifications/", "/notifications/settings/"]
    of_mentor = [
        f"{HUB}/mentor",
        f"{HUB}/mentor/availability",
        f"{HUB}/mentor/bookings",
        f"{HUB}/mentor/profile/edit",
        f"{HUB}/bookings",
        f"{HUB}/bookings/{booking.public_id}/reschedule",
        f"/meet/{booking.public_id}",
    ]
    stranger = visit.page()
    problems = [p for address in [*open_to_all, f"{HUB}/auth"] for p in _problems(stranger, address)]
    mentee = visit.signed_in("mentee@mansa.example")
    problems += [p for address in of_mentee for p in _problems(mentee, address)]
    own = visit.signed_in_by_cookie("sarah@example.com")
    problems += [p for address in of_mentor for p in _problems(own, address)]
    for name in ("mina", "gil"):
        problems += _problems(visit.signed_in_by_cookie(f"{name}@example.com"), "/guardians/")
    assert problems == []


def test_what_does_not_hold_up_is_found_in_the_look_that_it_has(visit: Visit) -> None:
    page = visit.page()
    page.goto("/")
    page.evaluate(_SPOIL)
    found = [problem.partition(", ")[2].partition(" (")[0] for problem in _problems_of_open(page)]
    assert found == [
        "360 wide, light: scrolls sideways",
        "360 wide, dark: color-contrast",
        "360 wide, dark: scrolls sideways",
        "1440 wide, light: image-alt",
        "1440 wide, dark: color-contrast",
    ]


def _assert_chosen(slot: Locator) -> None:
    label = slot.locator("input:checked + span")
    text_on_ground, ground_on_page = label.evaluate(_CONTRASTS)
    assert text_on_ground >= 4.5
    assert ground_on_page >= 3
    # Not by colour alone.
    assert label.evaluate("element => getComputedStyle(element, '::before').content").startswith('"✓"')


@pytest.mark.parametrize(
    ("width", "scheme"), [(360, "light"), (360, "dark"), (1440, "light"), (1440, "dark")]
)
def test_a_chosen_time_can_be_read_however_it_was_chosen(
    visit: Visit, world: None, width: int, scheme: str
) -> None:
    mentor, touch = Mentor.objects.get(user__email="sarah@example.com"), width == 360
    page = visit.signed_in_by_cookie("john@example.com", width=width, scheme=scheme, touch=touch)
    page.goto(f"{HUB}/{mentor.public_id}")
    first, second = (page.locator(".slot:has(:enabled)").nth(at) for at in (0, 1))
    first.tap() if touch else first.click()
    assert first.evaluate("element => element.matches(':hover')")
    _assert_chosen(first)
    page.keyboard.press("ArrowDown")
    assert second.locator("input").evaluate("element => element.matches(':checked:focus-visible')")
    _assert_chosen(second)
    text_on_ground, _ = first.locator("span").first.evaluate(_CONTRASTS)  # still under the pointer
    assert text_on_ground >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_way_past_the_head_of_the_page_can_be_read_under_the_pointer(visit: Visit, scheme: str) -> None:
    page = visit.page(scheme=scheme)
    page.goto("/")
    page.keyboard.press("Tab")
    link = page.locator(".skip-link:focus")
    link.hover()
    assert link.evaluate(_CONTRASTS)[0] >= 4.5


def test_without_colours_of_ours_the_chosen_and_the_focused_time_stand_out(visit: Visit, world: None) -> None:
    mentor = Mentor.objects.get(user__email="sarah@example.com")
    page = visit.signed_in_by_cookie("john@example.com")
    page.emulate_media(forced_colors="active")
    page.goto(f"{HUB}/{mentor.public_id}")
    slot = page.locator(".slot:has(:enabled)").first
    slot.click()
    _assert_chosen(slot)
    outline = "element => getComputedStyle(element).outlineStyle"
    label = slot.locator("input:checked + span")
    assert label.evaluate(outline) == "none"
    slot.locator("input").press("Shift")  # a key was pressed: the keyboard is in use
    assert label.evaluate(outline) == "solid"


def test_the_pages_of_jobs_hold_up(visit: Visit, world: None) -> None:
    today = timezone.now().date()
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter" * 2
    whole = job_of(
        job_description="One paragraph.\n\nAnother one.",
        requirements=["5+ years", long],
        responsibilities=["Code review"],
        documents_required=["CV"],
        experience_requirement="5 years",
        salary_range="£60,000 - £80,000",
        job_location="London, UK (Remote)",
        deadline_date=today + timedelta(days=3),
        approval_workflow=TWO_STAGES,
    )
    bare, past = job_of(title=long, company_name=long), job_of(deadline_date=today - timedelta(days=1))
    for number in range(20):
        job_of(title=f"Job {number}")
    gone = job_of(status="closed")
    links = [f"/jobs/{job.unique_link}" for job in (whole, bare, past, gone)]
    lists = ["/jobs/", "/jobs/?page=2", "/jobs/?q=nothing+like+it", f"/jobs/tenants/{APPBREW}/"]
    page = visit.page()
    assert [problem for address in [*lists, *links] for problem in _problems(page, address)] == []
    assert visit.faults == []


def test_the_page_of_a_job_runs_nothing_that_was_written_into_it(visit: Visit, world: None) -> None:
    evil = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    job = job_of(title=evil, job_description=evil, requirements=[evil], job_location="London, UK")
    page = visit.page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"/jobs/{job.unique_link}")
    assert page.title().startswith(evil[:20])
    assert page.locator("h1").inner_text() == evil
    assert page.locator("script").count() == 1
    assert complaints == []  # the policy has nothing against the data block
