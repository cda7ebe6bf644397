"""Talents and coaches as this door prints them: the whole profile, and the short one of the lists."""

from datetime import UTC, datetime
from typing import ClassVar

from rest_framework import serializers

from trellis.core.rendering import Computed, Constant, MediaURL
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import AGE_SQL, FULL_NAME_SQL, age_of
from trellis.domain.scouting.models import Coach, Talent


class Age(Computed):
    """Whole years since the birth date, today in UTC."""

    output = serializers.IntegerField(allow_null=True)
    sql = AGE_SQL

    def compute(self, row: User) -> int | None:
        """Return the age of the account's owner, if the birth date is known."""
        return age_of(row, today=datetime.now(UTC).date())


class FullName(Computed):
    """First and last name, whichever of them there is."""

    output = serializers.CharField()
    sql = FULL_NAME_SQL

    def compute(self, row: User) -> str:
        """Return both names with a space between them."""
        return f"{row.first_name} {row.last_name}".strip(" ")


class _PerhapsUntold(Computed):
    """What people need not tell of themselves: null while they have not, as the avatar's address is."""

    output = serializers.CharField(allow_null=True)
    column: ClassVar[str]

    def compute(self, row: User) -> str | None:
        """Return what the account tells, if anything."""
        return getattr(row, self.column) or None


class Gender(_PerhapsUntold):
    """The gender of the account's owner."""

    column, sql = "gender", "nullif({gender}, '')"


class PhoneNumber(_PerhapsUntold):
    """The phone number of the account's owner."""

    column, sql = "phone_number", "nullif({phone_number}, '')"


class _UserSerializer(serializers.ModelSerializer[User]):
    firstname = serializers.CharField(source="first_name")
    lastname = serializers.CharField(source="last_name")
    gender = Gender()
    age = Age()
    phone_number = PhoneNumber()
    full_name = FullName()
    avatar_url = MediaURL(source="avatar", absolute=True)

    class Meta:
        model = User
        fields = [
            "id",
            "username",
            "email",
            "firstname",
            "lastname",
            "gender",
            "age",
            "user_type",
            "phone_number",
            "full_name",
            "is_superuser",
            "is_staff",
            "is_active",
            "date_joined",
            "last_login",
            "avatar_url",
        ]


class TalentUserSerializer(_UserSerializer):
    """A talent's account. Somebody may be coach and talent; beside a talent profile they are a talent."""

    user_type = Constant("talent")


class CoachUserSerializer(_UserSerializer):
    """A coach's account."""

    user_type = Constant("mentor")


class _ShortUserSerializer(serializers.ModelSerializer[User]):
    firstname = serializers.CharField(source="first_name")
    lastname = serializers.CharField(source="last_name")
    full_name = FullName()

    class Meta:
        model = User
        fields = ["id", "username", "email", "firstname", "lastname", "full_name", "user_type"]


class ShortTalentUserSerializer(_ShortUserSerializer):
    """A talent's account in a list."""

    user_type = Constant("talent")


class ShortCoachUserSerializer(_ShortUserSerializer):
    """A coach's account in a list."""

    user_type = Constant("mentor")


class TalentSerializer(serializers.ModelSerializer[Talent]):
    """A talent, whole."""

    user = TalentUserSerializer()
    date_of_birth = serializers.DateField(source="user.birth_date", allow_null=True)
    profile_picture = MediaURL()
    cover_photo = MediaURL()

    class Meta:
        model = Talent
        fields = [
            "id",
            "user",
            "bio",
            "date_of_birth",
            "location",
            "city",
            "state",
            "country",
            "selected_sports",
            "experience_years",
            "profile_picture",
            "cover_photo",
            "is_verified",
            "is_featured",
            "social_links",
            "created_at",
            "updated_at",
        ]


class CoachSerializer(serializers.ModelSerializer[Coach]):
    """A coach, whole."""

    user = CoachUserSerializer()
    date_of_birth = serializers.DateField(source="user.birth_date", allow_null=True)
    profile_picture = MediaURL()

    class Meta:
        model = Coach
        fields = [
            "id",
            "user",
            "bio",
            "date_of_birth",
            "location",
            "city",
            "state",
            "country",
            "selected_sports",
            "coaching_experience_years",
            "playing_experience_years",
            "coaching_levels",
            "social_links",
            "coaching_style",
            "max_students",
            "profile_picture",
            "availability",
            "is_verified",
            "is_featured",
            "is_available",
            "created_at",
            "updated_at",
        ]


class ShortTalentSerializer(serializers.ModelSerializer[Talent]):
    """A talent in the lists of selected and rejected."""

    user = ShortTalentUserSerializer()

    class Meta:
        model = Talent
        fields = ["id", "user", "bio", "selected_sports", "experience_years", "is_verified"]


class ShortCoachSerializer(serializers.ModelSerializer[Coach]):
    """A coach in the lists of selected and rejected."""

    user = ShortCoachUserSerializer()

    class Meta:
        model = Coach
        fields = ["id", "user", "coaching_experience_years", "coaching_style"]


class SelectingCoachSerializer(serializers.ModelSerializer[Coach]):
    """A coach in the list of those who selected a talent."""

    user = ShortCoachUserSerializer()

    class Meta:
        model = Coach
        fields = [
            "id",
            "user",
            "bio",
            "coaching_experience_years",
            "coaching_style",
            "is_verified",
        ]
