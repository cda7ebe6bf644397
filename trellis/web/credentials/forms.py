"""What somebody checks: a code, or a file."""

from typing import Any

from django import forms

from trellis.core.writing.forms import LineField
from trellis.domain.credentials.rules.limits import LARGEST_PAPER
from trellis.web.components.forms import Styled


class CodeForm(Styled):
    """The code on a paper."""

    code = LineField(
        label="Code",
        help_text="It stands on the paper: SOOSH, a year, and 14 letters and digits.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class FileForm(Styled):
    """A paper, or a badge."""

    file = forms.FileField(
        label="PDF or badge",
        help_text="A certificate as PDF, or a badge as JSON or JWT. Nothing of it is kept.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.json,.jwt,.txt"}),
        error_messages={"required": "Choose a file first."},
    )

    def clean_file(self) -> Any:
        """Refuse what is larger than any of ours."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_PAPER:
            raise forms.ValidationError("This file is larger than anything that was issued here.")
        return file
