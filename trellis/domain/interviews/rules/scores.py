"""What scores there are: by criterion, a number from 0 to the scale of the session."""

from collections.abc import Mapping
from typing import Any

from trellis.domain.interviews.refusals import ScoresOffScale
from trellis.domain.interviews.rules.limits import LEAST_SCORE

# What PostgreSQL finds in scores that are none, `most` being the scale.
OFF_SCALE = f'strict $.* ? (@.type() != "number" || @ < {LEAST_SCORE} || @ > $most)'


def refuse_off_scale(scores: Mapping[str, Any], *, scale: int) -> None:
    """Raise ScoresOffScale, which names each criterion whose score is none on this scale."""
    names = [name for name, score in scores.items() if not LEAST_SCORE <= score <= scale]
    if names:
        raise ScoresOffScale(names, least=LEAST_SCORE, scale=scale)
