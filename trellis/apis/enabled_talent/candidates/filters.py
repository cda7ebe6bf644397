"""What the list of profiles is narrowed to, and how it is ordered."""

from rest_framework.request import Request

from trellis.core.http.input import Input
from trellis.core.writing.fields import LineField
from trellis.domain.candidates.rules import limits


class AboutQuery(Input):
    """What somebody is looking for, in their own words."""

    about = LineField(
        max_length=limits.LONGEST_ABOUT,
        required=False,
        allow_blank=True,
        default="",
        help_text="What somebody should be able to do, in any words: the nearest profiles come first, by what"
        f" they mean, and no more than {limits.MOST_NEAR}.",
    )


def looked_for(request: Request) -> str:
    """Return what is looked for, "" for nothing; raise ValidationError."""
    if "about" not in request.query_params:
        return ""
    query = AboutQuery(data=request.query_params)
    query.is_valid(raise_exception=True)
    about: str = query.validated_data["about"]
    return about
