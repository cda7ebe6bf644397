"""Finding and making accounts; an e-mail address is one address whatever its spelling."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import UserManager as DjangoUserManager

from trellis.core.writing.addresses import kept_form
from trellis.domain.accounts.rules import normal_form

if TYPE_CHECKING:
    from trellis.domain.accounts.models import User


class UserManager(DjangoUserManager["User"]):
    """Django's manager, with e-mail as the natural key in any spelling."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Return the address in the one form in which it is kept."""
        return kept_form(email or "")

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the account with this e-mail address; raise User.DoesNotExist."""
        return self.get(email__iexact=username)

    def create_superuser(  # type: ignore[override]
        self, email: str, username: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Create an account with every right, as `createsuperuser` asks for it."""
        return super().create_superuser(username, email, password, **fields)

    def _create_user_object(
        self, username: str, email: str | None, password: str | None, **fields: Any
    ) -> "User":
        # Django hashes what it is given, not by `set_password`.
        normal = None if password is None else normal_form(password)
        user: User = super()._create_user_object(  # type: ignore[misc]  # the stubs leave it out
            username, email, normal, **fields
        )
        return user
