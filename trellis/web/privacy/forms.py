"""What people say before their account is closed."""

from django import forms


class CloseForm(forms.Form):
    """That they know what it means."""

    understood = forms.BooleanField(
        label="I know that this cannot be undone after 14 days.",
        label_suffix="",
        error_messages={"required": "Tick the box if you want to close your account."},
    )
