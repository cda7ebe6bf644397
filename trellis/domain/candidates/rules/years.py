"""When an education makes sense."""


def faults_of_years(*, start: int | None, end: int | None) -> dict[str, list[str]]:
    """Return by field what is wrong with an education of these years, each of which may be unknown."""
    if start is not None and end is not None and end < start:
        return {"end_year": ["This must not be before start_year."]}
    return {}
