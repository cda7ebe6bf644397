from django.db import migrations

from trellis.core.db.address_forms import bring_into_form, is_in_form


def _are_of_one_session(row, other):
    return row.session_id == other.session_id


def _both_are_open(row, other):
    return _are_of_one_session(row, other) and row.revoked_at is None and other.revoked_at is None


def _bring(apps, schema_editor):
    alias = schema_editor.connection.alias
    participants = apps.get_model('interviews', 'Participant').objects.using(alias)
    invitations = apps.get_model('interviews', 'CandidateInvitation').objects.using(alias)
    bring_into_form(participants, 'candidate_email', clash=_are_of_one_session)
    bring_into_form(invitations, 'email', clash=_both_are_open)


class Migration(migrations.Migration):
    """Keep each candidate's address in its form."""

    dependencies = [
        ('interviews', '0002_recordings_in_chunks'),
    ]

    operations = [
        migrations.RunPython(_bring, migrations.RunPython.noop),
        migrations.AddConstraint('participant', is_in_form('candidate_email', constraint='participant_email_in_form')),
        migrations.AddConstraint('candidateinvitation', is_in_form('email', constraint='candidate_invitation_email_in_form')),
    ]
