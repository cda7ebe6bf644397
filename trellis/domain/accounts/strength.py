"""Which passwords are strong enough: Django's rules, asked of the form in which a password is kept."""

from typing import Any

from django.contrib.auth.password_validation import get_password_validators

from trellis.domain.accounts.rules import normal_form


class OfNormalForm:
    """One of Django's validators, by its name, which sees a password as it is hashed."""

    def __init__(self, validator: str) -> None:
        (self._validator,) = get_password_validators([{"NAME": validator}])

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a weak password."""
        self._validator.validate(normal_form(password), user)

    def get_help_text(self) -> str:
        """Return what to tell who chooses one."""
        return str(self._validator.get_help_text())
