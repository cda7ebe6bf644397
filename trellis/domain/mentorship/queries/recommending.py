"""Mentors who suit a learner: candidates by skills and fields, then the rule (rules/matching.py)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from trellis.core.db.words import AsWritten, quoted
from trellis.domain.accounts.models import User
from trellis.domain.catalog.models import Subcategory
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.mentorship.rules.matching import Learner, Match, Teacher, match
from trellis.domain.mentorship.rules.words import whole_area
from trellis.domain.profiles.models import Profile
from trellis.domain.profiles.queries import profile_of

# Of those who teach what somebody named, the best rated are looked at; of fields, the nearest to their words.
_CANDIDATES = 200
_FIELDS = 5


@dataclass(frozen=True)
class Recommended:
    """A mentor, and why."""

    mentor: Mentor
    match: Match


def recommended_for(person: User, *, now: datetime) -> list[Recommended]:
    """Return the mentors who suit a person, the best first; none for who has said nothing of themselves."""
    profile = profile_of(person)
    if profile is None:
        return []
    learner = _learner(profile, person)
    candidates = _candidates(learner, person)
    names = _names_of_fields(candidates)
    alike = _ratings_by_others_like(profile, candidates)
    found = [
        Recommended(mentor, suits)
        for mentor in candidates
        if (suits := match(learner, _teacher(mentor, names, alike[mentor.pk]), at=now)) is not None
    ]
    return sorted(found, key=lambda each: (-each.match.score, -each.mentor.pk))


def _learner(profile: Profile, person: User) -> Learner:
    return Learner(
        passions=profile.passions,
        skills={each["skill"]: each.get("level") for each in profile.skills},
        style=profile.learning_style,
        zone=person.known_timezone,
        fields=frozenset(str(each) for each in profile.subcategories[:_FIELDS]),
    )


def _candidates(learner: Learner, person: User) -> list[Mentor]:
    named = [*learner.passions, *(learner.skills or {})]
    teaches = Q(pk__in=())
    if named:
        teaches |= Q(search=AsWritten(" | ".join(sorted({quoted(whole_area(each)) for each in named}))))
    for field in sorted(learner.fields):
        teaches |= Q(expertise_categories__contains=[{"subcategory_ids": [field]}])
    mentors = Mentor.objects.filter(teaches, is_shown=True).exclude(user=person)
    return list(mentors.order_by(F("rating_average").desc(nulls_last=True), "-pk")[:_CANDIDATES])


def _names_of_fields(mentors: Sequence[Mentor]) -> dict[str, str]:
    named = {field for mentor in mentors for field in _fields_of(mentor)}
    rows = Subcategory.objects.filter(public_id__in=named).values_list("public_id", "name")
    return {str(key): name for key, name in rows}


def _fields_of(mentor: Mentor) -> list[str]:
    return [field for each in mentor.expertise_categories for field in each.get("subcategory_ids", ())]


def _ratings_by_others_like(profile: Profile, mentors: Collection[Mentor]) -> defaultdict[int, list[int]]:
    """Return the ratings of mentors by people who want something in a field of this person."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    if not profile.subcategories:
        return found
    rated = Booking.objects.filter(
        mentor__in=[mentor.pk for mentor in mentors],
        rating__isnull=False,
        mentee__profile__subcategories__overlap=profile.subcategories[:_FIELDS],
    ).exclude(mentee=profile.user_id)
    for key, rating in rated.values_list("mentor_id", "rating"):
        found[key].append(rating or 0)
    return found


def _teacher(mentor: Mentor, names: dict[str, str], alike: Sequence[int]) -> Teacher:
    return Teacher(
        skills=mentor.expertise,
        fields={field: names[field] for field in _fields_of(mentor) if field in names},
        styles=frozenset(mentor.teaching_styles),
        zone=mentor.availability_timezone,
        average=mentor.rating_average,
        ratings=mentor.rating_count,
        alike=alike,
    )
