"""Captions: made of what everybody sees, and no longer than the platform takes."""

import pytest

from trellis.domain.portfolio.rules.captions import caption_of, fits, room_for

URL = "https://trellis.example/p/ann"
PLATFORMS = ["linkedin", "twitter", "x", "facebook"]


def _caption(platform: str = "linkedin", **facts: list[str]) -> str:
    known = {"skills": [], "projects": [], "completed": [], **facts}
    return caption_of(platform=platform, url=URL, **known)


def test_it_says_what_is_known_and_nothing_else() -> None:
    assert _caption() == "My portfolio is online."
    assert _caption(projects=["A shop"]) == "My portfolio shows a project: A shop."
    assert (
        _caption(completed=["UI Design"], projects=["A", "B", "C", "D"], skills=["Figma", "CSS"])
        == "I have completed UI Design. My portfolio shows 4 projects: among them A, B and C."
        " I work with Figma and CSS."
    )


@pytest.mark.parametrize("platform", PLATFORMS)
def test_sentences_for_which_there_is_no_room_are_left_out_whole(platform: str) -> None:
    caption = _caption(platform, completed=["Short"], projects=["x" * 200], skills=["y" * 100])
    assert fits(caption, platform=platform, url=URL)
    assert caption.startswith("I have completed Short.") and caption.endswith(".")


@pytest.mark.parametrize("platform", ["twitter", "x"])
def test_an_address_weighs_the_same_at_x_and_broad_signs_twice(platform: str) -> None:
    assert room_for(platform, URL) == room_for(platform, URL * 5) == 256
    assert fits("a" * 256, platform=platform, url=URL) and not fits("a" * 257, platform=platform, url=URL)
    assert fits("王" * 128, platform=platform, url=URL) and not fits("王" * 129, platform=platform, url=URL)


def test_elsewhere_it_weighs_what_it_is_long() -> None:
    assert fits("王" * room_for("linkedin", URL), platform="linkedin", url=URL)
    assert room_for("linkedin", URL) == 3000 - 1 - len(URL)
