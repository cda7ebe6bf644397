"""Finding profiles by what somebody is looking for."""

from trellis.domain.accounts.models import User
from trellis.domain.candidates.queries.meaning import Near, nearest
from trellis.domain.candidates.refusals import MustNotCount
from trellis.intelligence.answering.protected import asks_protected
from trellis.intelligence.embeddings.client import embed, model_name


def find(*, about: str, seen: User) -> list[Near]:
    """Return the profiles that this account may read and that are nearest to these words.

    Each with how near it is, the nearest first. Raises ModelsAway, and MustNotCount for words that look for
    what must play no part. Never inside a transaction: a model is asked.
    """
    if kind := asks_protected(about):
        raise MustNotCount(kind)
    return nearest(embed([about])[0], model=model_name(), seen=seen)
