from django.conf import settings
from django.db import migrations, models

# Looked at when a transaction ends: until then who moves from one organization to another is in none.
_TRIGGER = """
CREATE FUNCTION organizations_membership_one_is_current() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    account bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN account := OLD.user_id; ELSE account := NEW.user_id; END IF;
    IF EXISTS (SELECT FROM organizations_membership WHERE user_id = account AND is_active)
        AND NOT EXISTS (SELECT FROM organizations_membership WHERE user_id = account AND is_current)
    THEN
        RAISE EXCEPTION 'account % has memberships, and none is current', account
            USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_one_is_current';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER membership_one_is_current
AFTER INSERT OR UPDATE OR DELETE ON organizations_membership
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION organizations_membership_one_is_current();
"""
_NO_TRIGGER = """
DROP TRIGGER membership_one_is_current ON organizations_membership;
DROP FUNCTION organizations_membership_one_is_current();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("membership", "is_current", models.BooleanField(default=True)),
        # Until now an account had one active membership at most: that one is current.
        migrations.RunSQL(
            "UPDATE organizations_membership SET is_current = is_active WHERE NOT is_active",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveConstraint("membership", "membership_one_active_per_account"),
        migrations.AddConstraint(
            "membership",
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(is_current=True),
                name="membership_one_current_per_account",
            ),
        ),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(
                condition=models.Q(("is_current", False), ("is_active", True), _connector="OR"),
                name="membership_current_when_active",
            ),
        ),
        migrations.RunSQL(_TRIGGER, _NO_TRIGGER),
    ]
