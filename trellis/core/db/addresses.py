"""A column of e-mail addresses, each in its one form, however it is written or asked for."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.lookups import IExact

from trellis.core.writing import forms
from trellis.core.writing.addresses import kept_form, refuse_other_letters

if TYPE_CHECKING:
    _EmailField = models.EmailField[Any, Any]
else:
    _EmailField = models.EmailField


class AddressField(_EmailField):
    """Django's field; what is saved, and what is looked for by `exact` and `iexact`, is brought into form.

    Migrations know it as Django's.
    """

    default_validators = [*models.EmailField.default_validators, refuse_other_letters]

    def deconstruct(self) -> Any:
        """Describe the field as Django's own, which is what the table has."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs

    def to_python(self, value: Any) -> Any:
        """Return the address in its form."""
        return _kept(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        """Return the address in its form."""
        return _kept(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Return the address in its form, in which the object has it from now on too."""
        value = _kept(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> Any:
        """Return the form's field of the same kind."""
        return super().formfield(**{"form_class": forms.AddressField, **kwargs})


@AddressField.register_lookup
class _InAnyCase(IExact):
    """Django's iexact, which else leaves what is asked for as it is."""

    prepare_rhs = True


def _kept(value: Any) -> Any:
    return kept_form(value) if isinstance(value, str) else value
