"""What a candidate may choose from, and has chosen: their own alone."""

from dataclasses import dataclass

from django.db.models import Func, QuerySet, TextField, Value

from trellis.domain.accounts.models import User
from trellis.domain.needs.models import AddedNeed, Need
from trellis.domain.needs.refusals import NoNeed, NoSuchType
from trellis.domain.needs.rules.catalogue import Known, key_of, own_type


@dataclass(frozen=True)
class Choice:
    """An entry of the list."""

    type: str
    title: str
    is_own: bool


def choices_for(user: User) -> list[Choice]:
    """Return the list as somebody has it: what everybody has, then what they have added."""
    known = [Choice(each.value, str(each.label), is_own=False) for each in Known]
    added = AddedNeed.objects.filter(user=user).order_by("pk")
    return known + [Choice(own_type(each.pk), each.title, is_own=True) for each in added]


def needs_of(user: User) -> QuerySet[Need]:
    """Return what somebody has said they need."""
    return Need.objects.filter(user=user).select_related("added")


def need_with(need_id: int, *, user: User) -> Need:
    """Return a need of somebody's own; raise NoNeed."""
    found = needs_of(user).filter(pk=need_id).first()
    if found is None:
        raise NoNeed
    return found


def added_with(type: str, *, user: User) -> AddedNeed:
    """Return what somebody has added to the list under this name; raise NoSuchType."""
    key = key_of(type)
    found = AddedNeed.objects.filter(user=user, pk=key).first() if key is not None else None
    if found is None:
        raise NoSuchType
    return found


def added_called(title: str, *, user: User) -> AddedNeed | None:
    """Return what somebody has added in these words, as they are compared."""
    rows = AddedNeed.objects.filter(user=user).alias(
        folded=Func("title", function="core_fold", output_field=TextField())
    )
    return rows.filter(folded=Func(Value(title), function="core_fold", output_field=TextField())).first()
