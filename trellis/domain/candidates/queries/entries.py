"""What stands in a profile: education, skills and languages, one's own alone."""

from typing import TypeVar

from django.db.models import Func, QuerySet, TextField, Value

from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import Education, Language, Skill
from trellis.domain.candidates.refusals import NoEntry

Entry = TypeVar("Entry", Education, Skill, Language)
# The field that names one, of those that somebody has once.
NAMED_BY: dict[type, str] = {Skill: "name", Language: "language"}


def entries_of(kind: type[Entry], user: User) -> QuerySet[Entry]:
    """Return those of an account."""
    return kind.objects.filter(user=user)


def entry_with(kind: type[Entry], id: int, *, user: User) -> Entry:
    """Return an account's own; raise NoEntry."""
    found = entries_of(kind, user).filter(pk=id).first()
    if found is None:
        raise NoEntry
    return found


def namesake(kind: type[Entry], user: User, name: str) -> Entry | None:
    """Return what an account has under this name, as it is compared: `Café` is `CAFE`."""
    names = Func(NAMED_BY[kind], function="core_fold", output_field=TextField())
    rows = entries_of(kind, user).alias(folded=names)
    return rows.filter(folded=Func(Value(name), function="core_fold", output_field=TextField())).first()
