"""What can be learned, who takes part, and how far they have come."""

from trellis.domain.learning.models.enrollments import Enrollment
from trellis.domain.learning.models.opportunities import Meaning, Opportunity, Tally

__all__ = ["Enrollment", "Meaning", "Opportunity", "Tally"]
