"""What holds of every request for the workplace. Lengths count characters."""

from datetime import date

from trellis.core.limits import Between
from trellis.domain.workplace.kinds import Status

LONGEST_TITLE = 200
LONGEST_TEXT = 5000  # of all that may go on
LONGEST_ITEM_NAME = 200
LONGEST_ADDRESS = 300
LONGEST_PHONE = 40
LONGEST_REQUESTER_NAME = 150
LONGEST_DEPARTMENT = 150
LONGEST_CONTACT = 200
AMOUNTS = Between(1, 1_000_000)  # of things, and of days
LONGEST_SEARCH = 200


def stays_pending(current: str, wanted: str | None) -> bool:
    """Tell whether a wanted status is no step: a request that waits may be said to wait."""
    return wanted == current == Status.PENDING


def faults_of_leave(*, start: date, resumption: date, days: int) -> dict[str, list[str]]:
    """Return by field what is wrong with a leave of `days` from `start` until the day before `resumption`."""
    if resumption <= start:
        return {"resumption_date": ["This must be after start_date."]}
    away = (resumption - start).days
    if days > away:
        return {"number_of_days": [f"From start_date to resumption_date there are {away} days."]}
    return {}
