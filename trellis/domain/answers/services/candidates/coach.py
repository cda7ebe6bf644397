"""What the career coach looks up: jobs, skills, lessons, interviews to prepare for, and the profile."""

from collections.abc import Iterable

from trellis.domain.answers.queries.candidates import own as rows
from trellis.domain.answers.queries.candidates.learning import Lesson, lessons_on
from trellis.domain.answers.queries.candidates.suiting import job_named, names_a_number, near_jobs
from trellis.domain.answers.queries.candidates.telling import Told
from trellis.domain.answers.rules.answers import Said
from trellis.domain.answers.rules.candidates import coaching, own
from trellis.domain.answers.rules.candidates.suiting import Suiting, best_of, suiting
from trellis.domain.answers.services.candidates.asked import Asked, Found
from trellis.domain.answers.services.candidates.meaning import vector_of, vectors_of
from trellis.domain.candidates.queries.profiles import what_is_there
from trellis.domain.candidates.rules.completeness import missing
from trellis.domain.candidates.rules.readings import keyed
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.rules.choices import Stage

_MOST_JOBS, _MOST_LESSONS, _MOST_TOPICS, _MOST_UNCONFIRMED = 5, 5, 3, 10
_MOST_OF_TOPIC = 2
_NO_PROFILE = "I know nothing of you yet: there is no profile of yours here."
_WORDS_ALONE = "What compares meanings does not answer at the moment, so I have looked by words alone."
_BY_WORDS = "I compare what jobs say with what you tell; I do not know whether you will be chosen."
_NAME_ONE = "I do not know which job you mean: say its number, as in “job 12”, or its whole title."
_OF_JOBS = "Of what you name I know nothing here; these teach what jobs that suit you ask for."
_NO_LESSON = "I know of nothing here that teaches that."


def jobs(asked: Asked) -> Found:
    """Return which open jobs suit what the candidate tells, the best first."""
    told = asked.told
    if told is None:
        return Found([], _NO_PROFILE)
    found, limits = _suiting(asked, told)
    said = coaching.of_suiting(found, told.profile)
    return Found(said, "I know of no open job here that suits what you tell.", (_BY_WORDS, *limits))


def skills(asked: Asked) -> Found:
    """Return of a job what the candidate has of what it asks for, and what teaches the rest."""
    told, posting = asked.told, _meant(asked)
    if told is None:
        return Found([], _NO_PROFILE)
    if posting is None:
        return Found([], _NAME_ONE)
    suits = _how(posting, told, asked)
    lessons, limits = _lessons([each.criterion.text for each in suits.missing], asked)
    said = [*coaching.of_skills(suits, told.profile), *_of_lessons(lessons)]
    return Found(said, limits=(_BY_WORDS, *limits))


def learning(asked: Asked) -> Found:
    """Return what teaches what the question names, or what is missing for the job that it names."""
    posting = job_named(asked.question, asked.user, now=asked.now)
    if posting is not None and asked.told is not None:
        suits = _how(posting, asked.told, asked)
        found = _of_missing([suits], asked)
        nothing = () if found.said else (found.nothing,)
        said = [*coaching.of_skills(suits, asked.told.profile), *found.said]
        return Found(said, limits=(*nothing, *found.limits))
    lessons = lessons_on(asked.question, asked.user, vector=asked.vector, now=asked.now, most=_MOST_LESSONS)
    limits = () if asked.vector else (_WORDS_ALONE,)
    if not lessons and asked.told is not None:
        found = _of_missing(_suiting(asked, asked.told)[0], asked)
        return Found(found.said, found.nothing, (_OF_JOBS, *found.limits))
    return Found(_of_lessons(lessons), _NO_LESSON, limits)


def preparing(asked: Asked) -> Found:
    """Return what to be ready for in the interview for the job that is named, else for one's furthest one."""
    told, posting = asked.told, _meant(asked)
    if told is None:
        return Found([], _NO_PROFILE)
    if posting is None:
        return Found([], _NAME_ONE)
    needs = [
        each for each in rows.own_tasks(asked.user, is_open=True) if each.application.posting_id == posting.pk
    ]
    said = [
        *coaching.of_preparing(_how(posting, told, asked), told.profile),
        *own.of_needs(needs, zone=asked.zone),
    ]
    return Found(said, limits=("I know what the job asks for, not what the interviewers will ask.",))


def profile(asked: Asked) -> Found:
    """Return what the candidate's profile lacks."""
    told = asked.told
    if told is None:
        return Found([], _NO_PROFILE)
    faults = [text for texts in missing(what_is_there(told.profile)).values() for text in texts]
    said = coaching.of_profile(told.profile, faults=faults, unconfirmed=_unconfirmed(told))
    return Found(said, limits=("I look at what is there and what is not, and judge none of it.",))


def _suiting(asked: Asked, told: Told) -> tuple[list[Suiting], tuple[str, ...]]:
    vector = vector_of(told.words)
    near = near_jobs(asked.user, vector=vector, skills=told.source.profile["skills"], now=asked.now)
    found = (
        suiting(
            each,
            told.source,
            told.extract,
            closeness=getattr(each, "closeness", None),
            today=asked.now.date(),
        )
        for each in near
    )
    return best_of(found, most=_MOST_JOBS), () if vector or not told.words else (_WORDS_ALONE,)


def _of_missing(suits: Iterable[Suiting], asked: Asked) -> Found:
    lacking = dict.fromkeys(reason.criterion.text for each in suits for reason in each.missing)
    lessons, limits = _lessons(lacking, asked)
    return Found(_of_lessons(lessons), _NO_LESSON, limits)


def _how(posting: Posting, told: Told, asked: Asked) -> Suiting:
    return suiting(posting, told.source, told.extract, closeness=None, today=asked.now.date())


def _meant(asked: Asked) -> Posting | None:
    """Return the job that is named; where none is, that of the application which has come furthest."""
    named = job_named(asked.question, asked.user, now=asked.now)
    if named is not None or names_a_number(asked.question):
        return named
    for stages in ((Stage.INTERVIEW,), (Stage.SHORTLISTED,), (Stage.APPLIED,)):
        found = rows.own_applications(asked.user).filter(stage__in=stages).first()
        if found is not None:
            return found.posting
    return None


def _lessons(topics: Iterable[str], asked: Asked) -> tuple[list[Lesson], tuple[str, ...]]:
    named = list(topics)[:_MOST_TOPICS]
    vectors = vectors_of(named) if named else []
    found = [
        lesson
        for topic, vector in zip(named, vectors, strict=True)
        for lesson in lessons_on(topic, asked.user, vector=vector, now=asked.now, most=_MOST_OF_TOPIC)
    ]
    return found, () if all(vectors) else (_WORDS_ALONE,)


def _of_lessons(lessons: Iterable[Lesson]) -> list[Said]:
    return list(dict.fromkeys(coaching.of_lesson(each.opportunity) for each in lessons))


def _unconfirmed(told: Told) -> list[str]:
    """Return the skills that the resume names and the candidate has not confirmed."""
    if told.reading is None:
        return []
    found = keyed(told.reading.found, told.reading.confirmed)["skills"]
    has = {str(skill).casefold() for skill in told.source.profile["skills"]}
    names = (each["value"] for each in found if not each["is_confirmed"])
    return [name for name in names if name.casefold() not in has][:_MOST_UNCONFIRMED]
