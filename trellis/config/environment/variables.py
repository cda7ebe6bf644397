"""What an environment variable is to us."""

from dataclasses import dataclass
from typing import Any

from trellis.config.environment.kinds import Kind

DEVELOPMENT, PRODUCTION = "development", "production"
_LIKE_ELSEWHERE = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One environment variable; `shown` says the default where its value does not."""

    name: str
    kind: Kind
    meaning: str
    default: Any = None
    in_production: Any = _LIKE_ELSEWHERE
    shown: str = ""
    may_be_empty: bool = True

    def default_in(self, environment: str) -> Any:
        """Return the value where the variable is not set."""
        differs = environment == PRODUCTION and self.in_production is not _LIKE_ELSEWHERE
        return self.in_production if differs else self.default
