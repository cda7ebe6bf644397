"""What somebody says aloud, as words, and what they are asked, as sound."""

from uuid import UUID

from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import Profiling
from trellis.domain.assistant.queries.profiling import profiling_of, question_of
from trellis.domain.assistant.rules.limits import LONGEST_ANSWER
from trellis.intelligence.speech.client import transcribe, voice_of
from trellis.intelligence.speech.hints import hints_for


def words_of(*, sound: bytes, profiling: Profiling) -> str:
    """Return the words of a recording that answers the question that waits in a session.

    Never inside a transaction: a model is asked. Raises what `transcribe` does.
    """
    said = [profiling.about] if profiling.about else []
    text = transcribe(sound=sound, hints=hints_for(profiling.step, said=said))
    return text if len(text) <= LONGEST_ANSWER else text[:LONGEST_ANSWER].rpartition(" ")[0]


def spoken_question(*, user: User, public_id: UUID, step: int) -> bytes:
    """Return the question of a step of somebody's session, read out: a WAV file.

    Never inside a transaction: a model is asked. Raises NoProfiling and what `voice_of` does.
    """
    return voice_of(text=question_of(profiling_of(user, public_id), step=step))
