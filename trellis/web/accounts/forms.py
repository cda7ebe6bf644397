"""What people fill in to be let in."""

from django import forms

from trellis.core.writing.forms import AddressField
from trellis.domain.accounts.rules import LONGEST_EMAIL, LONGEST_PASSWORD
from trellis.domain.directory.rules.codes import CODE_PATTERN, CODE_SHAPE, LONGEST_TYPED
from trellis.web.components.forms import Styled


class EmailForm(Styled):
    """Who wants in."""

    email = AddressField(
        label="E-mail address",
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True, "spellcheck": "false"}),
        error_messages={
            "required": "Enter your e-mail address.",
            "invalid": "Enter an e-mail address like name@example.com.",
        },
    )


class PasswordForm(EmailForm):
    """Who wants in, and what only they know."""

    password = forms.CharField(
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password."},
    )


class NewPasswordForm(Styled):
    """A password that is to be."""

    password = forms.CharField(
        label="New password",
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
        error_messages={"required": "Enter a new password."},
    )


class CodeForm(Styled):
    """The one-time code from the mail."""

    email = AddressField(widget=forms.HiddenInput, max_length=LONGEST_EMAIL)
    code = forms.RegexField(
        CODE_PATTERN,
        label="Code from the mail",
        max_length=LONGEST_TYPED,
        strip=True,
        # Phones are not told to offer digits alone: a code may have letters.
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
        error_messages={"required": "Enter the code.", "invalid": CODE_SHAPE},
    )
