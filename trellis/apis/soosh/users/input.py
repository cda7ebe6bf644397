"""What somebody says of themselves."""

from datetime import date
from math import isfinite
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from trellis.core.files.uploads import PictureField
from trellis.core.http.input import Input
from trellis.core.writing.fields import LineField, LinkField, TextField
from trellis.domain.accounts import rules
from trellis.domain.accounts.rules import Mode
from trellis.domain.guardians.refusals import InvalidBirthDate
from trellis.domain.guardians.rules import can_be_birth, today_at
from trellis.domain.mentorship.rules import limits
from trellis.domain.profiles.rules.choices import LearningStyle

_DIGITS_OF_A_DEGREE = 6  # a tenth of a metre


def fits_an_account(full_name: str) -> None:
    """Raise ValidationError for a name whose first word, or rest, is too long for an account."""
    if max(map(len, rules.parted(full_name))) > rules.LONGEST_NAME_PART:
        raise serializers.ValidationError(
            f"Ensure that no part has more than {rules.LONGEST_NAME_PART} characters."
        )


class ZoneField(LineField):
    """The IANA name of a timezone."""

    is_left_out_when_empty = True


class DegreeField(serializers.FloatField):
    """A latitude, or a longitude."""

    def to_internal_value(self, data: Any) -> float:
        """Return the degrees; raise ValidationError."""
        degrees = super().to_internal_value(data)
        if not isfinite(degrees):
            self.fail("invalid")
        return round(degrees, _DIGITS_OF_A_DEGREE)


class PlaceInput(Input):
    """Where somebody is. It is said as a whole: what is left out is not known any more."""

    city = LineField(max_length=rules.LONGEST_PLACE, allow_blank=True, default="")
    country = LineField(max_length=rules.LONGEST_PLACE, allow_blank=True, default="")
    lat = DegreeField(
        min_value=rules.LATITUDES.least, max_value=rules.LATITUDES.most, allow_null=True, default=None
    )
    lng = DegreeField(
        min_value=rules.LONGITUDES.least, max_value=rules.LONGITUDES.most, allow_null=True, default=None
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse half a point."""
        for name, other in (("lat", "lng"), ("lng", "lat")):
            if attrs.get(name) is None and attrs.get(other) is not None:
                raise serializers.ValidationError({name: [f"Say it together with {other}."]})
        return attrs


class OwnAccountInput(Input):
    """What is to change of an account."""

    full_name = LineField(max_length=rules.LONGEST_FULL_NAME, validators=[fits_an_account], required=False)
    bio = TextField(max_length=rules.LONGEST_BIO, required=False, allow_blank=True)
    location = PlaceInput(required=False)
    timezone = ZoneField(max_length=rules.LONGEST_ZONE_NAME, required=False)
    birth_date = serializers.DateField(
        required=False,
        allow_null=True,
        help_text="An addition. Who is under 18 by the one that stands is not made older, and has none taken "
        "away, before staff have confirmed it: until then the answer has the one that stands.",
    )

    def validate_birth_date(self, value: date | None) -> date | None:
        """Return the date; raise ValidationError for one in the future or before 1900."""
        if value is not None and not can_be_birth(value, today=today_at(timezone.now())):
            raise serializers.ValidationError(InvalidBirthDate.sentence)
        return value


class AvatarInput(Input):
    """A picture, whatever its part is called."""

    avatar = PictureField()


class OwnCategoryInput(Input):
    """A category, and what of it."""

    category_id = serializers.UUIDField()
    subcategory_ids = serializers.ListField(
        child=serializers.UUIDField(), max_length=limits.MOST_SUBCATEGORIES, required=False, default=list
    )


class UpgradeInput(Input):
    """What becoming a mentor takes."""

    user_type = serializers.ChoiceField(choices=rules.MENTORING)
    mentor_bio = TextField(max_length=limits.LONGEST_BIO, required=False, allow_blank=True)
    skills_offered = serializers.ListField(
        child=LineField(max_length=limits.LONGEST_AREA), max_length=limits.MOST_AREAS, required=False
    )
    expertise_categories = serializers.ListField(
        child=OwnCategoryInput(), max_length=limits.MOST_CATEGORIES, required=False
    )
    hourly_rate = serializers.DecimalField(
        max_digits=limits.RATE_DIGITS,
        decimal_places=limits.RATE_DECIMALS,
        min_value=limits.LEAST_RATE,
        required=False,
        allow_null=True,
    )
    currency = LineField(max_length=limits.CURRENCY_LETTERS, required=False, allow_blank=True)
    teaching_styles = serializers.ListField(
        child=serializers.ChoiceField(choices=LearningStyle.choices),
        max_length=len(LearningStyle),
        required=False,
    )
    portfolio_url = LinkField(max_length=limits.LONGEST_PROFILE_URL, required=False, allow_blank=True)
    linkedin_url = LinkField(max_length=limits.LONGEST_PROFILE_URL, required=False, allow_blank=True)


class ModeInput(Input):
    """A side."""

    mode = serializers.ChoiceField(choices=Mode.choices)
