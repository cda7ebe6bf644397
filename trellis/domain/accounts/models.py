"""The one account of a person, whichever door they came through, and their refresh tokens."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast, Left, Replace, Upper
from django.utils.crypto import salted_hmac

from trellis.core.db.address_forms import is_in_form
from trellis.core.db.addresses import AddressField
from trellis.core.files.uploads import PictureModelField, upload_path
from trellis.core.privacy import OPENS_DOORS, Own
from trellis.domain.accounts.managers import UserManager
from trellis.domain.accounts.rules import (
    LATITUDES,
    LONGEST_GENDER,
    LONGEST_PHONE,
    LONGEST_PLACE,
    LONGEST_ZONE_NAME,
    LONGITUDES,
    RATING,
    REFERRAL_CODE_LENGTH,
    Journey,
    Mode,
    SignedInBy,
    normal_form,
    refuse_no_zone,
)


class User(AbstractUser):
    """A person's account. What they are (coach, talent, member of a tenant) is other tables' fact."""

    privacy = Own(
        "pk",
        erased=(
            *("password", "username", "first_name", "last_name", "email", "phone_number", "gender"),
            *("birth_date", "avatar", "bio", "timezone", "city", "country", "latitude", "longitude"),
            *("groups", "user_permissions", "new_email"),
        ),
        kept={"referral_code": "drawn, and says nothing of anybody"},
        withheld={"password": OPENS_DOORS},
        stays="what must be kept keeps its foreign keys",
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = AddressField("e-mail address")
    email_verified_at = models.DateTimeField(null=True, blank=True)
    # Where somebody wants to be written to from now on, until they have shown that it is theirs.
    new_email = AddressField("new e-mail address", blank=True, default="", editable=False)
    phone_number = models.CharField(max_length=LONGEST_PHONE, blank=True)
    gender = models.CharField(max_length=LONGEST_GENDER, blank=True)
    # Written by domain/guardians alone: docs/decisions/guardians.md.
    birth_date = models.DateField(null=True, blank=True)
    avatar = PictureModelField(upload_to=upload_path("avatars"), blank=True, max_length=200)
    # An IANA name; first what a browser says, until somebody chooses one. UTC that nobody chose says nothing.
    timezone = models.CharField(max_length=LONGEST_ZONE_NAME, default="UTC", validators=[refuse_no_zone])
    timezone_chosen = models.BooleanField(default=False, editable=False)
    bio = models.TextField(blank=True, default="")
    city = models.CharField(max_length=LONGEST_PLACE, blank=True)
    country = models.CharField(max_length=LONGEST_PLACE, blank=True, default="")
    # Shown to nobody else as they are.
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    journey = models.CharField(max_length=20, choices=Journey, default=Journey.BEGINNER)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.LEARNER)
    onboarding_completed = models.BooleanField(default=False)
    # The database draws it, 48 random bits, so that every way of making an account gives one.
    referral_code = models.CharField(
        max_length=REFERRAL_CODE_LENGTH,
        unique=True,
        editable=False,
        db_default=Upper(
            Left(Replace(Cast(RandomUUID(), models.CharField()), Value("-"), Value("")), REFERRAL_CODE_LENGTH)
        ),
    )
    referred_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="referred"
    )
    # Part of every access token; raising it makes all that were issued before worthless.
    token_generation = models.PositiveIntegerField(default=0, editable=False)
    # No column: how the account was signed in by whom it stands for just now; "" where nobody knows.
    signed_in_by: str = ""
    # No column either: by which sign-in (TokenFamily); None where nobody knows.
    sign_in_id: uuid.UUID | None = None

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["username"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            # Upper, not Lower: Django's iexact compares UPPER(), and so finds these indexes.
            models.UniqueConstraint(Upper("email"), name="user_email_unique_any_case"),
            models.UniqueConstraint(Upper("username"), name="user_username_unique_any_case"),
            is_in_form("email", constraint="user_email_in_form"),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    # One of them alone would make it NULL, which no check minds.
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=LATITUDES,
                    longitude__range=LONGITUDES,
                ),
                name="user_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def full_name(self) -> str:
        """First and last name."""
        return self.get_full_name()

    @property
    def known_timezone(self) -> str:
        """The timezone in whose time this person is told things; "" while nothing is known of one."""
        return self.timezone if self.timezone_chosen or self.timezone != "UTC" else ""

    @property
    def acts_as_staff(self) -> bool:
        """Whether this is staff who has typed the password: docs/decisions/staff.md."""
        return self.is_staff and self.signed_in_by == SignedInBy.PASSWORD

    def set_password(self, raw_password: str | None) -> None:
        """Set the password, in its normal form; None makes one that fits nothing.

        One that was typed in another form takes the time of two hashes, as checking it does: Django has
        somebody's password set to nobody where there is no such account, so that both take as long.
        """
        normal = None if raw_password is None else normal_form(raw_password)
        if normal != raw_password:
            super().set_password(raw_password)
        super().set_password(normal)

    def check_password(self, raw_password: str | None) -> bool:
        """Tell whether this is the password; one that was kept as it was typed is kept in normal form now."""
        if raw_password is None:
            return super().check_password(None)
        normal = normal_form(raw_password)
        if super().check_password(normal):
            return True
        if normal == raw_password or not super().check_password(raw_password):
            return False
        super().set_password(normal)
        self._password = None  # no new password, for those who are told of such
        self.save(update_fields=["password"])
        return True

    def get_session_auth_hash(self) -> str:
        """Return what a browser session must carry: what ends tokens ends sessions too."""
        base = super().get_session_auth_hash()
        return salted_hmac("accounts.session", f"{base}{self.token_generation}").hexdigest()


class TokenFamily(models.Model):
    """All refresh tokens that follow from one sign-in. Its row lock puts their uses in order."""

    privacy = Own("user")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="token_families")
    signed_in_by = models.CharField(max_length=10, choices=SignedInBy, blank=True, default="")
    started_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "sign-in"

    def __str__(self) -> str:
        return f"{self.user_id} {self.started_at:%Y-%m-%d %H:%M}"


class RefreshToken(models.Model):
    """One refresh token, of which only the SHA-256 is kept. It is used once and names its successor."""

    privacy = Own("family__user", erased=("token_hash",), withheld={"token_hash": OPENS_DOORS})
    family = models.ForeignKey(TokenFamily, models.CASCADE, related_name="tokens")
    token_hash = models.BinaryField(unique=True, max_length=32)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    consumed_at = models.DateTimeField(null=True, blank=True)
    successor = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="predecessor"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(successor=None) | models.Q(consumed_at__isnull=False),
                name="refresh_token_successor_only_when_consumed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.family_id} {self.issued_at:%Y-%m-%d %H:%M}"


class Feedback(models.Model):
    """What somebody says of the platform to those who run it."""

    privacy = Own("user", erased=("text",))
    user = models.ForeignKey(User, models.CASCADE, related_name="feedback")
    text = models.TextField()
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "feedback"
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="feedback_says_something"),
            models.CheckConstraint(
                condition=models.Q(rating=None) | models.Q(rating__range=RATING), name="feedback_rating"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d %H:%M}"
