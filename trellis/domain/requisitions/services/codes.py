"""The names that a new requisition gets: its codes, its number of the day, and its public link."""

import secrets
import string
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.text import slugify

from trellis.domain.organizations.models import Organization
from trellis.domain.organizations.services.sequences import prefix_of, take

_SIGNS = string.ascii_lowercase + string.digits
_LONGEST_SLUG = 80
_NAMELESS = "job"  # a title in letters that an address cannot have


@dataclass(frozen=True)
class Codes:
    """What names one requisition."""

    code: str  # APP-JR-0001
    application_code: str  # APP-JA-0001
    requisition_number: str  # REQ-20251115-0001


def take_codes(*, organization: Organization, count: int, now: datetime) -> Iterator[Codes]:
    """Return the next `count` names of the tenant; the day in them is UTC's. Called in a transaction.

    Every service takes the two numbers in this order, or two could wait for each other.
    """
    day = now.astimezone(UTC).date()
    prefix = prefix_of(organization)
    first = take(organization_id=organization.pk, kind="requisition", count=count)
    of_day = take(organization_id=organization.pk, kind="requisition_number", day=day, count=count)
    for step in range(count):
        number = f"{first + step:04}"
        yield Codes(
            f"{prefix}-JR-{number}",
            f"{prefix}-JA-{number}",
            f"REQ-{day:%Y%m%d}-{of_day + step:04}",
        )


def link_of(*, organization: Organization, code: str, title: str) -> str:
    """Return the public name of a requisition, which nobody can guess from its code."""
    slug = slugify(title)[:_LONGEST_SLUG].strip("-") or _NAMELESS
    return f"{organization.pk}{code}{slug}-{''.join(secrets.choice(_SIGNS) for _ in range(9))}"
