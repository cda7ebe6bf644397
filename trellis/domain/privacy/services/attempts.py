"""How often anybody may have their data written."""

from trellis.core.throttling import take
from trellis.domain.accounts.models import User


def count_export(*, user: User) -> None:
    """Count an export that somebody asks for; raise TooMany."""
    take({"my_data": str(user.pk)})
