"""What exclusion constraints compare: they need no extension of PostgreSQL for it."""

from django.db.models import F, Func, Value


class Same(Func):
    """The range that holds one integer alone: two of them overlap when the integers are equal."""

    function = "int8range"

    def __init__(self, column: str) -> None:
        super().__init__(F(column), F(column), Value("[]"))


class Minutes(Func):
    """The range of minutes of a day, the end left out."""

    function = "int4range"


class Moments(Func):
    """The range between two moments, the end left out."""

    function = "tstzrange"
