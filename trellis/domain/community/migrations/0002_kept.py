"""The database counts members, comments, reactions and who attends, and keeps an admin in every group."""

from django.db import migrations

COUNT = """
CREATE FUNCTION community_count_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE community_group SET member_count = member_count + 1 WHERE id = NEW.group_id;
    ELSE
        UPDATE community_group SET member_count = member_count - 1 WHERE id = OLD.group_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER count_members AFTER INSERT OR DELETE ON community_membership
    FOR EACH ROW EXECUTE FUNCTION community_count_members();

CREATE FUNCTION community_count_reactions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE community_post SET reaction_count = reaction_count + 1 WHERE id = NEW.post_id;
    ELSE
        UPDATE community_post SET reaction_count = reaction_count - 1 WHERE id = OLD.post_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER count_reactions AFTER INSERT OR DELETE ON community_reaction
    FOR EACH ROW EXECUTE FUNCTION community_count_reactions();

CREATE FUNCTION community_count_comments() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE change int := 0;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL AND OLD.removed_at IS NULL THEN
        change := change - 1;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL AND NEW.removed_at IS NULL THEN
        change := change + 1;
    END IF;
    IF change <> 0 THEN
        UPDATE community_post SET comment_count = comment_count + change
        WHERE id = coalesce(NEW.parent_id, OLD.parent_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER count_comment AFTER INSERT OR UPDATE OF deleted_at, removed_at ON community_post
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION community_count_comments();
CREATE TRIGGER count_comment_gone AFTER DELETE ON community_post
    FOR EACH ROW WHEN (OLD.parent_id IS NOT NULL) EXECUTE FUNCTION community_count_comments();

CREATE FUNCTION community_count_attendances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE community_gathering
        SET attending_count = attending_count - (OLD.status = 'attending')::int,
            waiting_count = waiting_count - (OLD.status = 'waiting')::int
        WHERE id = OLD.gathering_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE community_gathering
        SET attending_count = attending_count + (NEW.status = 'attending')::int,
            waiting_count = waiting_count + (NEW.status = 'waiting')::int
        WHERE id = NEW.gathering_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER count_attendances AFTER INSERT OR DELETE OR UPDATE OF status ON community_attendance
    FOR EACH ROW EXECUTE FUNCTION community_count_attendances();
"""
# At the end of the transaction, so that an admin may go before the next one is named.
ADMIN = """
CREATE FUNCTION community_keep_an_admin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM community_membership WHERE group_id = OLD.group_id)
        AND NOT EXISTS (SELECT FROM community_membership WHERE group_id = OLD.group_id AND role = 'admin')
    THEN
        RAISE EXCEPTION 'group % has nobody who can moderate it', OLD.group_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'group_has_an_admin';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER keep_an_admin AFTER DELETE OR UPDATE OF role ON community_membership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION community_keep_an_admin();
"""
UNDO = """
DROP TRIGGER keep_an_admin ON community_membership;
DROP TRIGGER count_attendances ON community_attendance;
DROP TRIGGER count_comment_gone ON community_post;
DROP TRIGGER count_comment ON community_post;
DROP TRIGGER count_reactions ON community_reaction;
DROP TRIGGER count_members ON community_membership;
DROP FUNCTION community_keep_an_admin();
DROP FUNCTION community_count_attendances();
DROP FUNCTION community_count_comments();
DROP FUNCTION community_count_reactions();
DROP FUNCTION community_count_members();
"""


class Migration(migrations.Migration):
    dependencies = [("community", "0001_initial")]
    operations = [migrations.RunSQL(COUNT + ADMIN, UNDO)]
