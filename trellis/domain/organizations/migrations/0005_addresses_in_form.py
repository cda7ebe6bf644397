from django.db import migrations

from trellis.core.db.address_forms import bring_into_form, is_in_form


def _is_open(invitation):
    return invitation.accepted_at is None and invitation.revoked_at is None


def _both_are_open(row, other):
    return row.organization_id == other.organization_id and _is_open(row) and _is_open(other)


def _bring(apps, schema_editor):
    invitations = apps.get_model('organizations', 'Invitation').objects.using(schema_editor.connection.alias)
    bring_into_form(invitations, 'email', clash=_both_are_open)


class Migration(migrations.Migration):
    """Keep the address of each who is asked to join in its form."""

    dependencies = [
        ('organizations', '0004_decision_to_approvals'),
    ]

    operations = [
        migrations.RunPython(_bring, migrations.RunPython.noop),
        migrations.AddConstraint('invitation', is_in_form('email', constraint='invitation_email_in_form')),
    ]
