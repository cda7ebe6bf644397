"""Sentences of the career coach: each rests on a job, a course, or what the candidate tells."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from trellis.domain.answers.rules import sources
from trellis.domain.answers.rules.answers import Said, Source, in_list
from trellis.domain.answers.rules.candidates.suiting import Suiting
from trellis.intelligence.ranking.judging import NAMED, Reason
from trellis.intelligence.ranking.sources import RESUME

if TYPE_CHECKING:
    from trellis.domain.candidates.models import CandidateProfile
    from trellis.domain.jobs.models import Posting
    from trellis.domain.learning.models import Opportunity

_MOST_TAGS = 5
_LONGEST_QUOTE = 200


def of_suiting(found: Iterable[Suiting], profile: "CandidateProfile") -> list[Said]:
    """Say of each job why it suits, and what is missing."""
    return [_why(each, profile) for each in found]


def of_skills(suits: Suiting, profile: "CandidateProfile") -> list[Said]:
    """Say of each thing that a job asks for where the candidate has it, or that it is missing."""
    posting = suits.posting
    said = [_asks_for(suits)]
    for reason in suits.reasons:
        text = reason.criterion.text
        asked = sources.of_job(posting, text)
        if reason.evidence:
            found = f"{text}: {_found(reason)}"
            said.append(Said(found, (asked, *_evidence(reason, profile))))
        else:
            said.append(Said(f"{text}: not found in your profile or resume.", (asked,)))
    return said


def of_preparing(suits: Suiting, profile: "CandidateProfile") -> list[Said]:
    """Say what to be ready to speak of, and what of the candidate's to point to."""
    said = [_asks_for(suits)]
    for reason in suits.met:
        if reason.evidence:
            quote = reason.evidence[0].quote[:_LONGEST_QUOTE]
            text = f"Asked about {reason.criterion.text}, you can point to “{quote}”."
            said.append(
                Said(
                    text, (sources.of_job(suits.posting, reason.criterion.text), *_evidence(reason, profile))
                )
            )
    if suits.missing:
        named = in_list(each.criterion.text for each in suits.missing)
        text = f"You say nothing of {named} yet: have an example ready, or say how you would learn it."
        said.append(Said(text, (sources.of_job(suits.posting, named),)))
    return said


def of_lesson(opportunity: "Opportunity") -> Said:
    """Say what something teaches."""
    kind = opportunity.get_opportunity_type_display().lower()
    about = f" about {in_list(opportunity.tags[:_MOST_TAGS])}" if opportunity.tags else ""
    text = f"“{opportunity.title}” is a {kind} here{about}."
    return Said(text, (sources.of_learning(opportunity, in_list(opportunity.tags)),))


def of_profile(
    profile: "CandidateProfile", *, faults: Sequence[str], unconfirmed: Sequence[str]
) -> list[Said]:
    """Say what a profile lacks, and what the resume has that was not confirmed yet."""
    said = [Said(f"Your profile: {fault}", (sources.of_profile(profile),)) for fault in faults]
    if unconfirmed:
        text = f"Your resume names {in_list(unconfirmed)}, which you have not confirmed for your profile yet."
        said.append(Said(text, (sources.of_resume(profile, in_list(unconfirmed)),)))
    if not faults:
        done = "and you have confirmed it" if profile.confirmed_at else "but you have not confirmed it yet"
        said.append(Said(f"Your profile is complete, {done}.", (sources.of_profile(profile),)))
    return said


def named(posting: "Posting") -> str:
    """Return a job by title, organization and number."""
    return f"“{posting.title}” at {posting.organization.name} (job {posting.pk})"


def _why(suits: Suiting, profile: "CandidateProfile") -> Said:
    evidence = [source for reason in suits.met for source in _evidence(reason, profile)]
    wanted = in_list(each.criterion.text for each in suits.reasons)
    if not suits.met:
        text = f"{named(suits.posting)} is near in meaning to what you tell, though in other words."
        return Said(text, (sources.of_job(suits.posting, wanted), sources.of_profile(profile)))
    has = in_list(each.criterion.text for each in suits.met)
    lacks = in_list(each.criterion.text for each in suits.missing)
    rest = f", and not yet {lacks}" if lacks else ""
    text = f"{named(suits.posting)}: of what it asks for you have {has}{rest}."
    return Said(text, (sources.of_job(suits.posting, wanted), *evidence))


def _asks_for(suits: Suiting) -> Said:
    wanted = in_list(each.criterion.text for each in suits.reasons)
    text = (
        f"{named(suits.posting)} asks for {wanted}."
        if wanted
        else f"{named(suits.posting)} names no criteria."
    )
    return Said(text, (sources.of_job(suits.posting, wanted),))


def _found(reason: Reason) -> str:
    quote = reason.evidence[0].quote[:_LONGEST_QUOTE]
    note = f" {reason.note}" if reason.note else ""
    return f"you name it, “{quote}”.{note}" if reason.strength == NAMED else f"you show it, “{quote}”.{note}"


def _evidence(reason: Reason, profile: "CandidateProfile") -> list[Source]:
    return [
        (sources.of_resume if each.source == RESUME else sources.of_profile)(
            profile, each.quote[:_LONGEST_QUOTE]
        )
        for each in reason.evidence[:1]
    ]
