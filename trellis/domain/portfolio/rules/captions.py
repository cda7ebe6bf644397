"""What is said beside the address of a portfolio where it is shared, made of what everybody sees of it."""

from collections.abc import Iterable, Mapping, Sequence

from trellis.domain.portfolio.rules.choices import Platform
from trellis.domain.portfolio.rules.summary import listed

# What a post may weigh with the address in it; X counts every address alike.
_MOST: Mapping[str, int] = {
    Platform.LINKEDIN: 3000,
    Platform.TWITTER: 280,
    Platform.X: 280,
    Platform.FACEBOOK: 63_206,
}
_WEIGHED = frozenset({Platform.TWITTER, Platform.X})
_ADDRESS_WEIGHS = 23
# X counts these letters once, and every other sign twice.
_LIGHT = (range(0x1100), range(0x2000, 0x200E), range(0x2010, 0x2020), range(0x2032, 0x2038))


def caption_of(
    *, platform: str, skills: Sequence[str], projects: Sequence[str], completed: Sequence[str], url: str
) -> str:
    """Return a caption that fits the platform: as many sentences as there is room for, from the first on."""
    said = ""
    for sentence in _sentences(skills, projects, completed):
        longer = f"{said} {sentence}".strip()
        if not fits(longer, platform=platform, url=url):
            break
        said = longer
    return said


def post_of(caption: str, url: str) -> str:
    """Return the whole post."""
    return f"{caption}\n{url}"


def fits(caption: str, *, platform: str, url: str) -> bool:
    """Tell whether the platform takes a post of this caption and address."""
    return room_for(platform, url) >= _weight(caption, platform)


def room_for(platform: str, url: str) -> int:
    """Return how long a caption may be beside the address."""
    return _MOST[platform] - 1 - (_ADDRESS_WEIGHS if platform in _WEIGHED else len(url))


def _sentences(skills: Sequence[str], projects: Sequence[str], completed: Sequence[str]) -> Iterable[str]:
    if completed:
        yield f"I have completed {listed(completed)}."
    if projects:
        number = "a project" if len(projects) == 1 else f"{len(projects)} projects"
        among = listed(projects) if len(projects) <= 3 else f"among them {listed(projects)}"
        yield f"My portfolio shows {number}: {among}."
    else:
        yield "My portfolio is online."
    if skills:
        yield f"I work with {listed(skills)}."


def _weight(text: str, platform: str) -> int:
    if platform not in _WEIGHED:
        return len(text)
    return sum(1 if any(ord(sign) in letters for letters in _LIGHT) else 2 for sign in text)
