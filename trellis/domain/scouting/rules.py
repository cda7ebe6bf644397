"""What coaches may say of talents, and the limits of what both write. Lengths count characters."""

from collections.abc import Mapping

from django.db import models

from trellis.core.limits import Between
from trellis.core.writing.texts import is_line

LONGEST_BIO = 5000
LONGEST_LOCATION = 200
LONGEST_CITY = LONGEST_STATE = LONGEST_COUNTRY = 100
MOST_SPORTS = 30
LONGEST_SPORT = 50
MOST_LINKS = 20
LONGEST_LINK = 300
LONGEST_LINK_NAME = 50
PHONE_NUMBER = r"^\+?[0-9 ()./-]{5,20}$"
YEARS_OF_EXPERIENCE = Between(0, 100)

LONGEST_COACHING_LEVELS = 50
LONGEST_COACHING_STYLE = 50
LONGEST_AVAILABILITY = 50
STUDENTS = Between(0, 10_000)

LONGEST_POST = 5000
LONGEST_CAPTION = 500


class Verdict(models.TextChoices):
    """What a coach says of a talent in their pool."""

    SELECTED = "selected"
    REJECTED = "rejected"


def are_links(links: Mapping[str, str]) -> bool:
    """Tell whether these are not too many links, with names that are short."""
    return len(links) <= MOST_LINKS and all(_is_link_name(name) for name in links)


def _is_link_name(name: str) -> bool:
    return len(name) <= LONGEST_LINK_NAME and is_line(name)
