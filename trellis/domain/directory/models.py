"""The members directory, files that are on their way into it, and the codes by which its people sign in."""

import uuid

from django.db import models
from django.db.models.functions import Upper
from django.utils.timezone import now

from trellis.core.db.address_forms import is_in_form
from trellis.core.db.addresses import AddressField
from trellis.core.privacy import OPENS_DOORS, Own
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import LONGEST_NAME_PART, LONGEST_PHONE
from trellis.domain.directory.rules.entries import LONGEST_MEMBERSHIPTYPE


class DirectoryEntry(models.Model):
    """A row of the members directory. It becomes an account at its first e-mail login (Mansa)."""

    privacy = Own(
        "user",
        erased=("email", "first_name", "last_name", "phone", "membershiptype"),
        address="email",
    )
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = AddressField()
    first_name = models.CharField(max_length=LONGEST_NAME_PART, blank=True)
    last_name = models.CharField(max_length=LONGEST_NAME_PART, blank=True)
    phone = models.CharField(max_length=LONGEST_PHONE, blank=True)
    membershiptype = models.CharField(max_length=LONGEST_MEMBERSHIPTYPE, blank=True)
    is_active = models.BooleanField(default=True)
    user = models.OneToOneField(User, models.SET_NULL, null=True, blank=True, related_name="directory_entry")
    created_at = models.DateTimeField(default=now)

    class Meta:
        # What people in the back office call it.
        verbose_name = "member"
        constraints = [
            models.UniqueConstraint(Upper("email"), name="directory_entry_email_unique_any_case"),
            is_in_form("email", constraint="directory_entry_email_in_form"),
        ]

    def __str__(self) -> str:
        return str(self.email)


class DirectoryImport(models.Model):
    """A CSV file of entries between its upload and its confirmation."""

    privacy = Own(
        "uploaded_by",
        erased=("file_name", "text"),
        mentions=("text",),
        withheld={"text": "holds the names and addresses of others"},
    )
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uploaded_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    text = models.TextField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file_name


class LoginCode(models.Model):
    """A one-time code sent by e-mail; what it is made of together with SECRET_KEY is kept, not the code.

    A row is written for whatever address is entered; it gets its seed when the mail is written, and
    so never, where the address is nobody's.
    """

    privacy = Own(address="email", erased=("email", "seed"), withheld={"seed": OPENS_DOORS})
    email = AddressField()
    seed = models.CharField(max_length=32, blank=True, default="")
    is_long = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)  # wrong ones
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(Upper("email"), "created_at", name="login_code_email")]

    def __str__(self) -> str:
        return f"{self.email} {self.created_at:%H:%M}"
