"""Learning in the back office."""

from trellis.domain.learning.admin import achievements, opportunities, paths

__all__ = ["achievements", "opportunities", "paths"]
