"""What somebody says aloud, as words, and what they are asked, as sound."""

from uuid import UUID

from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import Profiling
from trellis.domain.assistant.queries.profiling import profiling_of, question_of
from trellis.domain.assistant.rules.limits import LONGEST_ANSWER, LONGEST_COMMAND
from trellis.domain.assistant.services.commanding import names_for
from trellis.intelligence.speech.client import Heard, listen, transcribe, voice_of
from trellis.intelligence.speech.hints import hints_for, hints_for_commands

_MOST_NAMES = 50


def words_of(*, sound: bytes, profiling: Profiling) -> str:
    """Return the words of a recording that answers the question that waits in a session.

    Never inside a transaction: a model is asked. Raises what `transcribe` does.
    """
    said = [profiling.about] if profiling.about else []
    text = transcribe(sound=sound, hints=hints_for(profiling.step, said=said))
    return _cut(text, longest=LONGEST_ANSWER)


def spoken_question(*, user: User, public_id: UUID, step: int) -> bytes:
    """Return the question of a step of somebody's session, read out: a WAV file.

    Never inside a transaction: a model is asked. Raises NoProfiling and what `voice_of` does.
    """
    return voice_of(text=question_of(profiling_of(user, public_id), step=step))


def command_in(*, sound: bytes, user: User) -> Heard:
    """Return what somebody says to their agent, listened to with the names of those whom they know.

    Never inside a transaction: a model is asked. Raises NotForThem, NoAgent, and what `listen` does.
    """
    names = names_for(user)
    heard = listen(sound=sound, hints=hints_for_commands(names), names=names[:_MOST_NAMES])
    readings = (_cut(reading, longest=LONGEST_COMMAND) for reading in heard.readings)
    return Heard(tuple(readings), heard.seconds, heard.is_guess)


def _cut(text: str, *, longest: int) -> str:
    return text if len(text) <= longest else text[:longest].rpartition(" ")[0]
