"""Finding profiles by what somebody is looking for."""

from trellis.domain.accounts.models import User
from trellis.domain.candidates.queries.meaning import Near, nearest
from trellis.intelligence.embeddings.client import embed, model_name


def find(*, about: str, seen: User) -> list[Near]:
    """Return the profiles that this account may read and that are nearest to these words; raise ModelsAway.

    Each with how near it is, the nearest first. Never inside a transaction: a model is asked.
    """
    return nearest(embed([about])[0], model=model_name(), seen=seen)
