"""The page of a code in each of its states: axe finds nothing serious, nothing scrolls, keys are enough."""

import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from reportlab.pdfgen.canvas import Canvas

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import _problems, _problems_of_open
from tests.domain.credentials.world import NOW, finished, learner, reviewed
from tests.domain.mentorship.world import mentor_of
from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.rules.choices import Kind
from trellis.domain.credentials.services.gathering import gather, withdraw
from trellis.domain.credentials.services.revoking import revoke

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.fixture
def states(world: None) -> dict[str, str]:
    """The address of the page in each of its states."""
    user = learner(first_name="Ann-Sophie", last_name="Lee")
    about = "Layout, colour and type for screens.\n\nStep by step."
    valid, revoked, gone, erased, long = (
        finished(user, title=title, description=about)
        for title in ("UI Design Fundamentals", "C1 French", "Knots", "Splices", LONG)
    )
    source = str(reviewed(user, mentor_of(), "Asks good questions, and works on the answers.").public_id)
    review, _ = gather(user=user, kind=Kind.REVIEW, source=source, is_shown=True, now=NOW)
    revoke(badge=revoked, reason="By mistake.", actor_id=None, now=NOW)
    for each in (gone, erased):
        withdraw(user=user, badge_id=each.public_id, now=NOW)
    Badge.objects.filter(pk=erased.pk).update(recipient_name="", title="", text="")
    named = {"valid": valid, "revoked": revoked, "withdrawn": gone, "erased": erased, "long": long}
    pages = {name: f"/verify/{badge.code}" for name, badge in {**named, "review": review}.items()}
    return {
        **pages,
        "asked": "/verify/",
        "unknown": "/verify/SOOSH-2027-00000000000000",
        "issuer": "/verify/issuer",
    }


def test_every_state_holds_up(visit: Visit, states: dict[str, str]) -> None:
    page = visit.page()
    found = []
    for name, address in states.items():
        found += _problems(page, address)
        _pictured(page, name)
    paper = page.request.get(f"{states['valid']}/paper").body()
    token = page.request.get(f"{states['valid']}/badge.jwt").body()
    for name, content, words in (
        ("no-code", _pdf("SOOSH-2027-00000000000000"), "No code of ours is in this PDF"),
        ("other-paper", paper + b"\n", "This PDF is not the file that was issued"),
        ("same-paper", paper, "byte for byte"),
        ("nonsense", b"hello", "This is neither a PDF nor a badge."),
        ("signed", token, "The file is genuine"),
        ("forged", token[:-4] + b"AAAA", "This badge was changed"),
    ):
        found += _problems_after(page, name, _file(content), words)
    assert found == []
    assert visit.faults == []


def test_a_code_is_checked_by_keyboard_alone(visit: Visit, states: dict[str, str]) -> None:
    page = visit.page()
    page.goto("/verify/")
    page.get_by_role("textbox", name="Code").focus()
    page.keyboard.type(states["valid"].rpartition("/")[2].lower())
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{states['valid']}")
    assert page.get_by_role("heading", level=1).inner_text() == "Certificate of completion"


def _pdf(text: str) -> bytes:
    """Return a page on which somebody else has written this."""
    made = BytesIO()
    canvas = Canvas(made)
    canvas.drawString(72, 720, text)
    canvas.save()
    return made.getvalue()


def _problems_after(page: Page, name: str, file: Any, words: str) -> list[str]:
    page.goto("/verify/")
    page.get_by_label("PDF or badge").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    page.get_by_text(words).wait_for()
    found = _problems_of_open(page)
    _pictured(page, name)
    return found


def _file(content: bytes) -> Any:
    return {"name": "x.pdf", "mimeType": "application/octet-stream", "buffer": content}


def _pictured(page: Page, name: str) -> None:
    """Leave pictures of the page where somebody wants to look at it."""
    folder = os.environ.get("TRELLIS_SCREENSHOTS")
    for width in (360, 1440) if folder else ():
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.screenshot(path=Path(str(folder)) / f"verify-{name}-{width}-{scheme}.png", full_page=True)
