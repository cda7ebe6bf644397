"""What of the catalog is for somebody, by what they say that they want and can."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trellis.core.events import Happened
from trellis.core.tasks import enqueue
from trellis.domain.catalog.models import Category, Subcategory
from trellis.domain.catalog.rules.naming import is_named
from trellis.domain.catalog.services.finding import find_near
from trellis.domain.profiles.events import Written
from trellis.domain.profiles.models import Profile
from trellis.domain.profiles.queries import said_by, understood_otherwise
from trellis.domain.profiles.rules.content import Derived, text_of
from trellis.domain.profiles.services.writing import keep_derived
from trellis.intelligence.embeddings.client import embed, model_name

# Each is a search of its own.
_MOST_INTERESTS = 10
_OF_EACH = 3
_MOST_CATEGORIES = 5
_MOST_SUBCATEGORIES = 8


@dataclass(frozen=True, slots=True)
class _Near:
    """What is near to one interest: a category, and subcategories, best first."""

    category: UUID
    subcategories: list[UUID]


def derive(said: Mapping[str, Any], *, words: str = "") -> Derived | None:
    """Return what follows from what somebody says; raise ModelsAway, and NotYetUnderstood.

    Where they say nothing that stands in a profile, it is `words` that are understood; None without any.
    Never inside a transaction: a model is asked.
    """
    whole = text_of(said) or words
    if not whole:
        return None
    interests = list(_interests(said))
    vector, *vectors = embed([whole, *interests])
    categories = list(Category.objects.all())
    near = [
        found
        for interest, one in zip(interests, vectors, strict=True)
        if (found := _near(interest, one, categories)) is not None
    ]
    return Derived(
        vector=vector,
        vector_model=model_name(),
        categories=_once([each.category for each in near])[:_MOST_CATEGORIES],
        subcategories=_once(_in_turns([each.subcategories for each in near]))[:_MOST_SUBCATEGORIES],
    )


def derive_later(event: Happened[Profile, Written]) -> None:
    """Have derived what was not when the profile was written."""
    from trellis.domain.catalog.tasks import derive_profile

    if not event.data["is_derived"]:
        enqueue(derive_profile, profile_id=event.subject.pk, version=event.data["version"])


def derive_of(*, profile_id: int, version: int) -> None:
    """Derive what follows from that version of a profile, unless there is a newer one; raise ModelsAway."""
    profile = Profile.objects.filter(pk=profile_id, version=version).first()
    derived = derive(said_by(profile)) if profile else None
    if derived is not None:
        keep_derived(profile_id=profile_id, version=version, derived=derived)


def derive_anew() -> None:
    """Derive again what another model has understood; raise ModelsAway, after which the rest is left."""
    for profile_id, version in understood_otherwise(model_name()):
        derive_of(profile_id=profile_id, version=version)


def _interests(said: Mapping[str, Any]) -> Iterator[str]:
    """Yield what somebody says in words of their own: what they care for and want, else what they can."""
    wanted = [*(said.get("passions") or []), *filter(None, [said.get("goals")])]
    skills = [each["skill"] for each in said.get("skills") or []]
    yield from (wanted or skills)[:_MOST_INTERESTS]


def _near(interest: str, vector: Sequence[float], categories: Iterable[Category]) -> _Near | None:
    found = [each.subcategory for each in find_near(vector, question=interest, limit=_MOST_SUBCATEGORIES)]
    named = next((each for each in categories if is_named(each.name, interest=interest)), None)
    if named is not None:
        inside = [each for each in found if each.category_id == named.pk] or list(named.subcategories.all())
        return _Near(named.public_id, _ids(inside))
    return _Near(found[0].category.public_id, _ids(found)) if found else None


def _ids(found: Iterable[Subcategory]) -> list[UUID]:
    return [each.public_id for each in found][:_OF_EACH]


def _in_turns(lists: Sequence[Sequence[UUID]]) -> list[UUID]:
    """Return the first of each, then the second of each, and so on."""
    return [each[place] for place in range(_OF_EACH) for each in lists if place < len(each)]


def _once(ids: Iterable[UUID]) -> list[UUID]:
    return list(dict.fromkeys(ids))
