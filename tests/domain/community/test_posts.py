"""What is written in groups, liked, taken back and taken away."""

import pytest

from tests.crowd import at_once
from tests.domain.community.world import answer, group_of, promote, said
from tests.domain.mentorship.world import NOW, people
from trellis.domain.accounts.models import User
from trellis.domain.community.models import Membership, Post, PostReport, Reaction
from trellis.domain.community.queries.posts import comments_below, post_for, posts_in, role_at
from trellis.domain.community.refusals import (
    CommentOfComment,
    NotAMember,
    NotAModerator,
    NotPinned,
    NotTheirPost,
    OutOfReach,
    OwnPost,
    PostGone,
    TooManyPinned,
    UnknownPost,
)
from trellis.domain.community.rules.choices import ReactionKind
from trellis.domain.community.rules.moderation import can_moderate
from trellis.domain.community.services.groups import leave
from trellis.domain.community.services.moderating import dismiss_reports, pin, remove_post, report_post, unpin
from trellis.domain.community.services.posting import delete_post, edit_post
from trellis.domain.community.services.reacting import react, take_reaction_back
from trellis.domain.messaging.refusals import Silenced
from trellis.domain.messaging.rules.reports import Reason
from trellis.domain.messaging.services.blocking import block
from trellis.domain.messaging.services.silencing import silence
from trellis.domain.notifications.models import Notification

pytestmark = pytest.mark.django_db


def _texts(viewer: User, post: Post) -> list[str]:
    place = Membership.objects.get(group=post.group_id, person=viewer)
    rows = [
        posts_in(post.group, viewer=viewer, sees_all=can_moderate(place.role), reach=reach)
        for reach in (None, 20)
    ]
    whole, near = (list(each.values_list("text", flat=True)) for each in rows)
    assert near == whole
    return whole


@pytest.mark.django_db(transaction=True)
def test_who_taps_twice_at_once_or_ten_times_quickly_has_one_reaction_or_none() -> None:
    ann, bob = people(2)
    post = said(ann, group_of(ann, bob))
    at_once(2, lambda _: react(post=post, person=bob, kind=ReactionKind.LIKE, now=NOW))
    post.refresh_from_db()
    assert (post.reaction_count, Reaction.objects.count()) == (1, 1)

    def tap(number: int) -> None:
        if number % 2:
            react(post=post, person=bob, kind=ReactionKind.LOVE, now=NOW)
        else:
            take_reaction_back(post=post, person=bob)

    at_once(10, tap)
    post.refresh_from_db()
    assert post.reaction_count == Reaction.objects.count()
    assert post.reaction_count in (0, 1)
    take_reaction_back(post=post, person=bob)
    assert take_reaction_back(post=post, person=bob).reaction_count == Reaction.objects.count() == 0


def test_another_reaction_takes_the_place_of_the_first() -> None:
    ann, bob = people(2)
    post = said(ann, group_of(ann, bob))
    for kind in (ReactionKind.LIKE, ReactionKind.THANKS):
        assert react(post=post, person=bob, kind=kind, now=NOW).reaction_count == 1
    assert Reaction.objects.get().kind == "thanks"


def test_who_is_not_in_the_group_neither_reads_writes_nor_likes() -> None:
    ann, bob = people(2)
    group = group_of(ann, bob)
    post = said(bob, group)
    leave(group=group, person=bob, now=NOW)
    for act in (
        lambda: said(bob, group),
        lambda: answer(bob, post),
        lambda: react(post=post, person=bob, kind=ReactionKind.LIKE, now=NOW),
        lambda: edit_post(post=post, person=bob, text="Later", now=NOW),
        lambda: report_post(post=answer(ann, post), reporter=bob, reason=Reason.SPAM, now=NOW),
        lambda: post_for(bob, post.public_id),
    ):
        with pytest.raises(NotAMember):
            act()
    delete_post(post=post, person=bob, now=NOW)
    assert Post.objects.get(pk=post.pk).text == ""


def test_who_is_silenced_by_staff_writes_in_no_group() -> None:
    ann, bob = people(2)
    group = group_of(ann, bob)
    silence(person=bob, until=None, why="Spam", actor_id=ann.pk, now=NOW)
    with pytest.raises(Silenced):
        said(bob, group)


def test_comments_are_counted_while_they_are_there_and_told_to_who_wrote_the_post() -> None:
    ann, bob, cid = people(3)
    post = said(ann, group_of(ann, bob, cid))
    first, second = answer(bob, post), answer(cid, post)
    answer(ann, post)
    post.refresh_from_db()
    assert post.comment_count == 3
    (notice,) = Notification.objects.filter(recipient=ann)
    assert (notice.title, notice.count, notice.about) == ("2 new comments on your post", 2, "community")
    delete_post(post=first, person=bob, now=NOW)
    remove_post(post=second, actor=ann, why="Off topic", now=NOW)
    post.refresh_from_db()
    assert post.comment_count == 1
    with pytest.raises(CommentOfComment):
        answer(bob, second)


def test_what_one_wrote_is_changed_and_deleted_by_oneself_alone() -> None:
    ann, bob = people(2)
    post = said(bob, group_of(ann, bob), "Helo")
    for verb, more in ((edit_post, {"text": "Mine"}), (delete_post, {})):
        with pytest.raises(NotTheirPost):
            verb(post=post, person=ann, now=NOW, **more)
    assert edit_post(post=post, person=bob, text="Hello", now=NOW).edited_at == NOW
    delete_post(post=post, person=bob, now=NOW)
    delete_post(post=post, person=bob, now=NOW)
    with pytest.raises(PostGone):
        edit_post(post=post, person=bob, text="Again", now=NOW)
    with pytest.raises(PostGone):
        answer(ann, post)


def test_a_deleted_post_is_listed_while_something_is_said_below_it() -> None:
    ann, bob = people(2)
    group = group_of(ann, bob)
    alone, answered = said(ann, group, "Alone"), said(ann, group, "Answered")
    below = answer(bob, answered)
    for post in (alone, answered):
        delete_post(post=post, person=ann, now=NOW)
    assert _texts(bob, alone) == [""]
    delete_post(post=below, person=bob, now=NOW)
    assert _texts(bob, alone) == []


def test_who_moderates_removes_a_post_and_says_why() -> None:
    ann, bob, cid = people(3)
    group = group_of(ann, bob, cid)
    promote(group, bob)
    post, of_admin = said(cid, group), said(ann, group)
    with pytest.raises(NotAModerator):
        remove_post(post=of_admin, actor=cid, why="", now=NOW)
    with pytest.raises(OutOfReach):
        remove_post(post=of_admin, actor=bob, why="", now=NOW)
    report_post(post=post, reporter=ann, reason=Reason.SPAM, now=NOW)
    for _ in range(2):
        removed = remove_post(post=post, actor=bob, why="Advertising", now=NOW)
    assert (removed.removed_why, removed.removed_by) == ("Advertising", bob)
    (told,) = Notification.objects.filter(recipient=cid)
    assert (told.title, told.body) == ("A post of yours was removed in Design", "The reason: Advertising")
    assert Notification.objects.get(recipient=ann).title == "Your report was looked at"
    assert PostReport.objects.get().status == "removed"
    with pytest.raises(PostGone):
        react(post=post, person=ann, kind=ReactionKind.LIKE, now=NOW)


def test_reports_are_decided_once_for_all_who_made_them() -> None:
    ann, bob, cid = people(3)
    post = said(cid, group_of(ann, bob, cid))
    with pytest.raises(OwnPost):
        report_post(post=post, reporter=cid, reason=Reason.SPAM, now=NOW)
    for reporter in (ann, bob, bob):
        report_post(post=post, reporter=reporter, reason=Reason.OTHER, text="Rude", now=NOW)
    with pytest.raises(NotAModerator):
        dismiss_reports(post=post, actor=bob, now=NOW)
    assert dismiss_reports(post=post, actor=ann, now=NOW) == 2
    assert dismiss_reports(post=post, actor=ann, now=NOW) == 0
    assert report_post(post=post, reporter=bob, reason=Reason.SPAM, now=NOW).status == "open"


def test_few_posts_stand_above_the_others() -> None:
    ann, bob = people(2)
    group = group_of(ann, bob)
    posts = [said(bob, group, f"{number}") for number in range(5)]
    with pytest.raises(NotAModerator):
        pin(post=posts[0], actor=bob, now=NOW)
    for post in posts[:3]:
        pin(post=post, actor=ann, now=NOW)
    with pytest.raises(TooManyPinned):
        pin(post=posts[3], actor=ann, now=NOW)
    unpin(post=posts[1], actor=ann, now=NOW)
    assert _texts(bob, posts[0]) == ["2", "0", "4", "3", "1"]
    with pytest.raises(NotPinned):
        pin(post=answer(bob, posts[0]), actor=ann, now=NOW)
    remove_post(post=posts[2], actor=ann, why="", now=NOW)
    assert Post.objects.filter(pinned_at__isnull=False).count() == 1


def test_who_has_blocked_somebody_does_not_see_what_they_write_unless_they_moderate() -> None:
    ann, bob, cid = people(3)
    group = group_of(ann, bob, cid)
    post = said(cid, group, "By Cid")
    mine = said(bob, group, "By Bob")
    answer(cid, mine)
    for each in (ann, bob):
        block(person=each, other=cid, now=NOW)
    assert _texts(bob, post) == ["By Bob"]
    assert list(comments_below(mine, viewer=bob, sees_all=False)) == []
    for shown in (lambda: post_for(bob, post.public_id), lambda: role_at(post.public_id, bob)):
        with pytest.raises(UnknownPost):
            shown()
    assert _texts(ann, post) == ["By Bob", "By Cid"]
    assert role_at(post.public_id, ann) == (post.pk, "admin")
    assert comments_below(mine, viewer=ann, sees_all=True).count() == 1
    assert _texts(cid, post) == ["By Bob", "By Cid"]
    Notification.objects.all().delete()
    answer(cid, mine)
    assert not Notification.objects.exists()


def test_the_counts_of_posts_are_those_of_the_rows() -> None:
    ann, bob = people(2)
    group = group_of(ann, bob)
    post = said(ann, group)
    for each in (ann, bob):
        react(post=answer(each, post), person=bob, kind=ReactionKind.LIKE, now=NOW)
    Post.objects.filter(parent=post).first().delete()  # type: ignore[union-attr]
    post.refresh_from_db()
    assert post.comment_count == 1
    assert list(Post.objects.order_by("pk").values_list("reaction_count", flat=True)) == [0, 1]
