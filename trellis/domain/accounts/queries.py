"""What is told of accounts, in Python and in the SQL of what PostgreSQL renders."""

from datetime import date

from trellis.domain.accounts.models import User

# Whole years, today in UTC.
AGE_SQL = "date_part('year', age((now() AT TIME ZONE 'UTC')::date, {birth_date}))"
FULL_NAME_SQL = "btrim({first_name} || ' ' || {last_name})"


def age_of(user: User, *, today: date) -> int | None:
    """Return how many whole years ago the account's owner was born, if that is known."""
    born: date | None = user.birth_date
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
