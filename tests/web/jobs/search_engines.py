"""What Google demands of a JobPosting, and how it wants what may be there.

https://developers.google.com/search/docs/appearance/structured-data/job-posting
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from trellis.core.writing.currencies import CURRENCIES

_TYPES = {
    *("FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"),
}
_UNITS = {"HOUR", "DAY", "WEEK", "MONTH", "YEAR"}
_COUNTRY = re.compile(r"[A-Z]{2}")


def faults_of(posting: dict[str, Any]) -> list[str]:
    """Return what Google would report of it."""
    return [*_of_what_it_must_have(posting), *_of_its_place(posting), *_of_what_may_be_there(posting)]


def _of_what_it_must_have(posting: dict[str, Any]) -> Iterator[str]:
    if (posting.get("@context"), posting.get("@type")) != ("https://schema.org/", "JobPosting"):
        yield "no JobPosting"
    for name in ("title", "description"):
        if not str(posting.get(name) or "").strip():
            yield name
    if not re.search(r"<(p|br|ul|h2)\b", posting.get("description", "")):
        yield "description is no HTML"
    if _bare(posting.get("description", "")) == posting.get("title"):
        yield "description is the title again"
    try:
        date.fromisoformat(posting.get("datePosted", ""))
    except ValueError:
        yield "datePosted"
    if not (posting.get("hiringOrganization") or {}).get("name"):
        yield "hiringOrganization"


def _of_its_place(posting: dict[str, Any]) -> Iterator[str]:
    is_remote = posting.get("jobLocationType") == "TELECOMMUTE"
    if not is_remote and "jobLocationType" in posting:
        yield "jobLocationType"
    if is_remote and not (posting.get("applicantLocationRequirements") or {}).get("name"):
        yield "applicantLocationRequirements"
    if not is_remote and "jobLocation" not in posting:
        yield "jobLocation"
    place = posting.get("jobLocation") or {}
    address = place.get("address")
    if place and not (isinstance(address, dict) and address.get("@type") == "PostalAddress"):
        yield "jobLocation is no PostalAddress"
    elif place and not _COUNTRY.fullmatch(address.get("addressCountry", "")):
        yield "addressCountry"


def _of_what_may_be_there(posting: dict[str, Any]) -> Iterator[str]:
    if posting.get("employmentType", "OTHER") not in _TYPES:
        yield "employmentType"
    if "validThrough" in posting and datetime.fromisoformat(posting["validThrough"]).tzinfo is None:
        yield "validThrough"
    if posting.get("directApply", True) is not True:
        yield "directApply"
    if "identifier" in posting and not (
        posting["identifier"].get("name") and posting["identifier"].get("value")
    ):
        yield "identifier"
    if "baseSalary" in posting:
        yield from _of_salary(posting["baseSalary"])


def _of_salary(salary: dict[str, Any]) -> Iterator[str]:
    amount = salary.get("value") or {}
    if salary.get("@type") != "MonetaryAmount" or salary.get("currency") not in CURRENCIES:
        yield "baseSalary: currency"
    if amount.get("@type") != "QuantitativeValue" or amount.get("unitText") not in _UNITS:
        yield "baseSalary: unitText"
    numbers = [amount[name] for name in ("value", "minValue", "maxValue") if name in amount]
    if not numbers or not all(type(each) in (int, float) and each > 0 for each in numbers):
        yield "baseSalary: value"
    if ("minValue" in amount) is not ("maxValue" in amount) or numbers != sorted(numbers):
        yield "baseSalary: range"


def _bare(description: str) -> str:
    return re.sub(r"<[^>]+>", "", description)
