"""Every address is in one form, however it comes."""

import pytest
from django.db import IntegrityError, connection

from trellis.domain.accounts.models import User
from trellis.domain.directory.models import DirectoryEntry


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["a@müller.example", "a@Example.com"])
def test_the_database_refuses_an_address_out_of_form(email: str) -> None:
    user = User.objects.create_user("ann", "ann@example.com")
    with pytest.raises(IntegrityError, match="user_email_in_form"), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET email = %s WHERE id = %s", [email, user.pk])


@pytest.mark.django_db
def test_whatever_is_written_or_asked_for_by_code_is_in_form() -> None:
    entry = DirectoryEntry(email="Ann@MÜLLER.example")
    entry.save()
    assert entry.email == "Ann@xn--mller-kva.example"
    DirectoryEntry.objects.update(email="Bob@müller.example")
    for asked in ("bob@MÜLLER.example", "BOB@xn--mller-kva.example"):
        assert DirectoryEntry.objects.get(email__iexact=asked).email == "Bob@xn--mller-kva.example"
    assert DirectoryEntry.objects.filter(email__in=["Bob@müller.example"]).exists()
