"""Finding and making accounts; an e-mail address is one address whatever its case."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import UserManager as DjangoUserManager

if TYPE_CHECKING:
    from trellis.domain.accounts.models import User


class UserManager(DjangoUserManager["User"]):
    """Django's manager, with e-mail as the natural key in any case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the account with this e-mail address; raise User.DoesNotExist."""
        return self.get(email__iexact=username)

    def create_superuser(  # type: ignore[override]
        self, email: str, username: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Create an account with every right, as `createsuperuser` asks for it."""
        return super().create_superuser(username, email, password, **fields)
