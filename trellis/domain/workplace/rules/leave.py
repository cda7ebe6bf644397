"""When a leave makes sense."""

from datetime import date


def faults_of_leave(*, start: date, resumption: date, days: int) -> dict[str, list[str]]:
    """Return by field what is wrong with a leave of `days` from `start` until the day before `resumption`."""
    if resumption <= start:
        return {"resumption_date": ["This must be after start_date."]}
    away = (resumption - start).days
    if days > away:
        return {"number_of_days": [f"From start_date to resumption_date there are {away} days."]}
    return {}
