"""What minors fill in to have a guardian."""

from django import forms

from trellis.core.writing.forms import AddressField
from trellis.domain.accounts.rules import LONGEST_EMAIL
from trellis.web.components.forms import Styled


class InviteForm(Styled):
    """Whom they ask."""

    email = AddressField(
        label="E-mail address of your parent or guardian",
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the address of your parent or guardian.",
            "invalid": "Enter an e-mail address like name@example.com.",
        },
    )
