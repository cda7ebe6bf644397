"""What somebody has achieved."""

from trellis.core.db.prepared import Argument
from trellis.domain.learning.models import EarnedAchievement

# Of whose account is `user_id`, the newest first: to be prepared.
ANYBODYS = EarnedAchievement.objects.filter(user_id=Argument("user_id")).order_by("-pk")
