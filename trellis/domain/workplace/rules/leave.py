"""When a leave makes sense."""

from datetime import date
from decimal import Decimal

from trellis.domain.workplace.rules.limits import HALF_A_DAY


def faults_of_leave(*, start: date, resumption: date, days: Decimal) -> dict[str, list[str]]:
    """Return by field what is wrong with a leave of `days` from `start` until the day before `resumption`.

    Who is away for half a day may be back on the same one.
    """
    if days % HALF_A_DAY:
        return {"number_of_days": ["Leave is counted in whole and half days."]}
    if resumption < start or (resumption == start and days > HALF_A_DAY):
        return {"resumption_date": ["This must be after start_date."]}
    away = (resumption - start).days
    if days > away and days > HALF_A_DAY:
        return {"number_of_days": [f"From start_date to resumption_date there are {away} days."]}
    return {}
