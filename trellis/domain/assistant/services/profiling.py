"""What happens in a session of questions: it is started, answered, completed."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from trellis.core.db.locks import lock
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import Journey
from trellis.domain.accounts.services.people import complete_onboarding
from trellis.domain.assistant.events import profiling_completed, profiling_started
from trellis.domain.assistant.models import AnsweredBy, Profiling, ProfilingAnswer
from trellis.domain.assistant.queries.profiling import answers_of, profiling_of
from trellis.domain.assistant.refusals import AllAnswered, TooEarly, WrongStep
from trellis.domain.assistant.rules.outcome import evidence_of, said_in
from trellis.domain.assistant.rules.questions import FIRST, is_last, next_question
from trellis.domain.assistant.services.agents import agent_for
from trellis.domain.catalog.services.recommending import derive
from trellis.domain.profiles.models import ProfileVersion
from trellis.domain.profiles.services.writing import write
from trellis.intelligence.understanding.heard import Understood, with_single_blanks
from trellis.intelligence.understanding.labels import known_skills
from trellis.intelligence.understanding.reading import understand


def start(*, user: User, now: datetime) -> Profiling:
    """Start a session, or return the one that is open, wherever it was started."""
    with transaction.atomic():
        lock("profiling", user.pk)
        if user.journey == Journey.DISABLED:
            agent_for(user=user, now=now)
        found = Profiling.objects.filter(user=user, completed_at=None).first()
        if found is not None:
            return found
        profiling = Profiling.objects.create(user=user, question=FIRST.text, started_at=now)
        profiling_started.publish(actor_id=user.pk, subject=profiling, data={}, now=now)
    return profiling


def refuse_unless_asked(profiling: Profiling, *, step: int) -> None:
    """Raise WrongStep, or AllAnswered, unless the question of this step is the one that waits."""
    if profiling.completed_at or is_last(profiling.step - 1):
        raise AllAnswered
    if step != profiling.step:
        raise WrongStep(profiling.step)


def answer(
    *, user: User, public_id: UUID, step: int, text: str, answered_by: AnsweredBy, now: datetime
) -> Profiling:
    """Answer the question that waits, and have the next one asked; return the session as it is then.

    `text` says something. Of two devices at once one is refused. Raises NoProfiling, WrongStep, AllAnswered.
    """
    with transaction.atomic():
        rows = Profiling.objects.select_for_update(of=("self",))
        profiling = rows.get(pk=profiling_of(user, public_id).pk)
        refuse_unless_asked(profiling, step=step)
        ProfilingAnswer.objects.create(
            profiling=profiling,
            step=step,
            question=profiling.question,
            about=profiling.about,
            text=with_single_blanks(text),
            answered_by=answered_by,
            answered_at=now,
        )
        asked = next_question(step + 1, _understood(profiling))
        profiling.step = step + 1
        profiling.question, profiling.about = (asked.text, asked.about) if asked else ("", "")
        profiling.save(update_fields=["step", "question", "about"])
    return profiling


def complete(*, user: User, public_id: UUID, now: datetime) -> ProfileVersion:
    """Make the profile of a session's answers; said twice it is the same.

    Raises NoProfiling, TooEarly, ModelsAway and NotYetUnderstood. Never inside a transaction: a model is
    asked.
    """
    profiling = profiling_of(user, public_id)
    if profiling.version is not None:
        return profiling.version
    if not is_last(profiling.step - 1):
        raise TooEarly
    # What is answered in full cannot change any more.
    understood = _understood(profiling)
    said = said_in(understood)
    derived = derive(said, words=" ".join(each.text for each in answers_of(profiling)))
    with transaction.atomic():
        locked = Profiling.objects.select_for_update(of=("self",)).get(pk=profiling.pk)
        if locked.version is not None:
            return locked.version
        evidence = evidence_of(understood)
        version = write(user=user, said=said, evidence=evidence, derived=derived, by="profiling", now=now)
        _close(locked, version, now)
        complete_onboarding(user=user)
        profiling_completed.publish(actor_id=user.pk, subject=locked, data={}, now=now)
    return version


def _close(profiling: Profiling, version: ProfileVersion, now: datetime) -> None:
    profiling.version, profiling.completed_at = version, now
    profiling.save(update_fields=["version", "completed_at"])


def _understood(profiling: Profiling) -> Understood:
    return understand(answers_of(profiling), known=known_skills(settings.MODELS_DIR))
