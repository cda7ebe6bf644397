"""What becoming a talent and becoming a coach have in common, and changing what one told then."""

from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request

from trellis.core.files.uploads import PictureField
from trellis.core.http.input import Input
from trellis.core.writing.fields import LineField, LinkField, TextField
from trellis.domain.accounts.rules import LONGEST_GENDER
from trellis.domain.guardians.rules import can_be_birth
from trellis.domain.scouting import rules

_PERSONAL = {"date_of_birth": "birth_date", "gender": "gender", "phone_number": "phone_number"}


class ProfileInput(Input):
    """The fields that both profiles have. Whether somebody is verified or featured is not theirs to say."""

    bio = TextField(max_length=rules.LONGEST_BIO, required=False, allow_blank=True)
    date_of_birth = serializers.DateField(required=False, allow_null=True)
    # Null, as they are printed where nobody told them.
    gender = LineField(max_length=LONGEST_GENDER, required=False, allow_blank=True, allow_null=True)
    phone_number = serializers.RegexField(
        rules.PHONE_NUMBER, required=False, allow_blank=True, allow_null=True
    )
    location = LineField(max_length=rules.LONGEST_LOCATION, required=False, allow_blank=True)
    city = LineField(max_length=rules.LONGEST_CITY, required=False, allow_blank=True)
    state = LineField(max_length=rules.LONGEST_STATE, required=False, allow_blank=True)
    country = LineField(max_length=rules.LONGEST_COUNTRY, required=False, allow_blank=True)
    selected_sports = serializers.ListField(
        child=LineField(max_length=rules.LONGEST_SPORT),
        max_length=rules.MOST_SPORTS,
        required=False,
    )
    social_links = serializers.DictField(child=LinkField(max_length=rules.LONGEST_LINK), required=False)
    profile_picture = PictureField(required=False, allow_null=True)

    def validate_date_of_birth(self, value: date | None) -> date | None:
        """Return the date; raise ValidationError for one in the future or before 1900."""
        if value is not None and not can_be_birth(value, today=datetime.now(UTC).date()):
            raise serializers.ValidationError("This is not a date of birth.")
        return value

    def validate_social_links(self, value: dict[str, str]) -> dict[str, str]:
        """Return the links; raise ValidationError for too many, or for names that are none."""
        if not rules.are_links(value):
            raise serializers.ValidationError(f"Give up to {rules.MOST_LINKS} links with short names.")
        return value


def onboarded(service: Any, kind: type[ProfileInput], request: Request) -> Any:
    """Return who has become it; raise ValidationError, and AlreadyOnboarded for who is it already."""
    serializer = kind(data=request.data)
    serializer.is_valid(raise_exception=True)
    given = {name: value for name, value in serializer.validated_data.items() if value is not None}
    return service(user=request.user, **_parted(given), now=timezone.now())


def changed(service: Any, kind: type[ProfileInput], request: Request, **person: Any) -> Any:
    """Return the person with what the request gives of a profile; raise ValidationError.

    Null empties a field.
    """
    serializer = kind(data=request.data, partial=True)
    serializer.is_valid(raise_exception=True)
    empty = {"date_of_birth": None}
    given = {
        name: empty.get(name, "") if value is None else value
        for name, value in serializer.validated_data.items()
    }
    return service(**person, **_parted(given), now=timezone.now())


def _parted(given: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what services take: fields of the account, and those of the profile."""
    return {
        "personal": {_PERSONAL[name]: value for name, value in given.items() if name in _PERSONAL},
        "profile": {name: value for name, value in given.items() if name not in _PERSONAL},
    }
