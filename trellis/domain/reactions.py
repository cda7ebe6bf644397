"""THE table event -> handlers, in their order: what every event sets off, inside its transaction.

Nothing else ties an event to a handler. An event that is not in the table is kept in the record only;
docs/events.md, which is made from it, has them all.
"""

from trellis.core import events
from trellis.core.events import when
from trellis.domain.assistant import events as assistant
from trellis.domain.assistant import notices as assistant_notices
from trellis.domain.candidates import events as candidates
from trellis.domain.candidates.services import meanings as candidate_meanings
from trellis.domain.catalog.services.recommending import derive_later
from trellis.domain.community import events as community
from trellis.domain.community import notices as community_notices
from trellis.domain.credentials import events as credentials
from trellis.domain.credentials import notices as credential_notices
from trellis.domain.credentials.services.certifying import certify_course
from trellis.domain.fairness import events as fairness
from trellis.domain.fairness import notices as fairness_notices
from trellis.domain.fairness.services import contesting
from trellis.domain.guardians import events as guardians
from trellis.domain.guardians import notices as guardian_notices
from trellis.domain.interviews import events as interviews
from trellis.domain.interviews import notices as interview_notices
from trellis.domain.jobs import events as jobs
from trellis.domain.jobs import notices as job_notices
from trellis.domain.jobs.services import mirroring
from trellis.domain.jobs.services.deciding import withdraw_all
from trellis.domain.learning import events as learning
from trellis.domain.learning import notices as learning_notices
from trellis.domain.learning.services import earning, enrolling, news
from trellis.domain.learning.services import mirroring as opportunities
from trellis.domain.learning.services import paying as learning_payments
from trellis.domain.mentorship import events as mentorship
from trellis.domain.mentorship.notices import payments as booking_notices
from trellis.domain.mentorship.notices import sessions as mentorship_notices
from trellis.domain.mentorship.notices.following import tell_followers
from trellis.domain.mentorship.services import next_slots, paying, unpaid
from trellis.domain.mentorship.services.guarding import tell_guardians
from trellis.domain.mentorship.services.links import bring_into_rooms
from trellis.domain.messaging import events as messaging
from trellis.domain.messaging import notices as message_notices
from trellis.domain.needs import events as needs
from trellis.domain.needs import notices as need_notices
from trellis.domain.needs.services import sharing as needing
from trellis.domain.payments import events as payments
from trellis.domain.payments import notices as payment_notices
from trellis.domain.profiles import events as profiles
from trellis.domain.ranking import events as ranking
from trellis.domain.ranking import notices as ranking_notices
from trellis.domain.ranking.services.readings import read_later
from trellis.domain.requisitions import events as requisitions
from trellis.domain.requisitions import notices as requisition_notices
from trellis.domain.scouting import events as scouting
from trellis.domain.scouting import notices as scouting_notices
from trellis.domain.scouting.services import join_every_pool, open_room_for_selection
from trellis.domain.workplace import events as workplace
from trellis.domain.workplace import notices as workplace_notices

REACTIONS = (
    when(guardians.guardian_accepted, guardian_notices.tell_minor_of_acceptance),
    when(guardians.guardian_declined, guardian_notices.tell_minor_of_refusal),
    when(guardians.guardian_ended, guardian_notices.tell_of_end),
    when(guardians.birth_date_said, bring_into_rooms),
    when(guardians.birth_date_asked, guardian_notices.tell_of_waiting),
    when(guardians.birth_date_refused, guardian_notices.tell_of_decision),
    when(messaging.report_decided, message_notices.tell_reporter),
    when(messaging.message_removed, message_notices.tell_writer),
    when(messaging.person_silenced, message_notices.tell_silenced),
    when(messaging.silence_lifted, message_notices.tell_heard),
    when(profiles.profile_written, derive_later),
    when(payments.payment_completed, paying.follow_payment, learning_payments.open_paid),
    when(payments.payment_misplaced, payment_notices.tell_of_misplaced, paying.follow_misplaced),
    when(
        payments.refund_made,
        learning_payments.close_given_back,
        unpaid.follow_refund,
        payment_notices.tell_of_refund,
    ),
    when(payments.refund_failed, learning_payments.open_again, payment_notices.tell_of_failed_refund),
    when(payments.dispute_opened, payment_notices.tell_of_dispute),
    when(
        payments.dispute_closed,
        learning_payments.close_disputed,
        unpaid.follow_dispute,
        payment_notices.tell_of_settlement,
    ),
    when(payments.payout_made, payment_notices.tell_of_payout),
    when(payments.payout_failed, payment_notices.tell_of_failed_payout),
    when(learning.paid, learning_notices.tell_of_opening),
    when(learning.unpaid, learning_notices.tell_of_closing),
    when(learning.opportunity_changed, news.tell_of_change_later),
    when(learning.course_completed, earning.earn_course),
    when(learning.achievement_earned, learning_notices.tell_of_achievement),
    when(scouting.talent_onboarded, join_every_pool),
    when(scouting.talent_selected, open_room_for_selection, scouting_notices.tell_talent_of_selection),
    when(scouting.talent_rejected, scouting_notices.tell_talent_of_rejection),
    when(mentorship.availability_set, next_slots.forget_of_hours),
    when(mentorship.terms_set, next_slots.forget_of_hours, opportunities.follow_mentor),
    when(mentorship.mentor_changed, opportunities.follow_mentor),
    when(mentorship.mentor_approved, opportunities.follow_mentor),
    when(mentorship.mentor_withdrawn, opportunities.follow_mentor),
    when(mentorship.feedback_given, opportunities.follow_stars, earning.earn_review),
    when(mentorship.review_removed, opportunities.follow_removal),
    when(
        mentorship.booking_requested,
        next_slots.forget_of_booking,
        mentorship_notices.tell_of_request,
        tell_guardians,
        tell_followers,
    ),
    when(
        mentorship.booking_confirmed, mentorship_notices.tell_of_confirmation, tell_guardians, tell_followers
    ),
    when(mentorship.booking_held, next_slots.forget_of_booking, tell_followers),
    when(
        mentorship.booking_scheduled,
        next_slots.forget_of_booking,
        booking_notices.tell_of_booking,
        tell_guardians,
        tell_followers,
    ),
    when(
        mentorship.booking_let_go,
        next_slots.forget_of_booking,
        paying.follow_lapse,
        booking_notices.tell_of_lost_hold,
        tell_followers,
    ),
    when(mentorship.booking_paid_too_late, booking_notices.tell_of_late_payment),
    when(
        mentorship.booking_cancelled,
        next_slots.forget_of_booking,
        paying.settle_cancelled,
        mentorship_notices.tell_of_cancellation,
        tell_guardians,
        tell_followers,
    ),
    when(
        mentorship.booking_expired,
        next_slots.forget_of_booking,
        mentorship_notices.tell_of_expiry,
        tell_guardians,
        tell_followers,
    ),
    when(
        mentorship.booking_rescheduled,
        next_slots.forget_of_booking,
        mentorship_notices.tell_of_move,
        tell_guardians,
        tell_followers,
    ),
    when(mentorship.meeting_link_added, mentorship_notices.tell_of_link, tell_followers),
    when(
        mentorship.booking_completed,
        next_slots.forget_of_booking,
        paying.settle_held,
        mentorship_notices.tell_of_completion,
        tell_followers,
        earning.earn_session,
    ),
    when(
        mentorship.booking_missed,
        next_slots.forget_of_booking,
        paying.settle_held,
        mentorship_notices.tell_of_no_show,
        tell_followers,
    ),
    when(mentorship.bundle_bought, booking_notices.tell_of_bundle),
    when(mentorship.bundle_ended, booking_notices.tell_of_ended_bundle),
    when(requisitions.requisition_submitted, requisition_notices.ask_first_approvers),
    when(requisitions.requisition_changed, mirroring.follow_requisition),
    when(requisitions.requisition_opened, mirroring.follow_requisition),
    when(requisitions.requisition_closed, mirroring.follow_requisition),
    when(requisitions.requisition_cancelled, mirroring.follow_requisition),
    when(requisitions.requisition_published, mirroring.follow_requisition),
    when(requisitions.requisition_unpublished, mirroring.follow_requisition),
    when(requisitions.requisition_deleted, mirroring.hide_deleted),
    when(requisitions.requisition_recovered, mirroring.show_recovered),
    when(requisitions.requisition_purged, mirroring.drop_purged),
    when(requisitions.stage_decided, requisition_notices.tell_of_stage),
    when(candidates.profile_created, candidate_meanings.understand_new),
    when(candidates.profile_changed, candidate_meanings.understand_changed),
    when(candidates.profile_deleted, withdraw_all),
    when(jobs.posting_created, opportunities.follow_posting),
    when(jobs.posting_changed, opportunities.follow_posting),
    when(jobs.posting_closed, opportunities.follow_posting),
    when(jobs.posting_reopened, opportunities.follow_posting),
    when(jobs.posting_deleted, opportunities.hide_posting),
    when(jobs.application_made, read_later, mirroring.count_application, job_notices.tell_of_application),
    when(jobs.application_decided, job_notices.tell_of_decision),
    when(jobs.promise_taken_up, job_notices.tell_of_promise),
    when(jobs.promise_judged, job_notices.tell_of_judgement),
    when(
        jobs.application_withdrawn,
        enrolling.end_with_application,
        needing.end_with_application,
        contesting.end_with_application,
        job_notices.tell_of_withdrawal,
    ),
    when(ranking.ranking_finished, ranking_notices.tell_of_ranking),
    when(ranking.ranking_failed, ranking_notices.tell_of_failure),
    when(needs.need_shared, need_notices.tell_of_sharing),
    when(needs.need_assigned, need_notices.tell_of_assignment),
    when(needs.need_met, need_notices.tell_of_meeting),
    when(needs.need_waived, need_notices.tell_of_waiver),
    when(needs.need_reopened, need_notices.tell_of_reopening),
    when(needs.need_taken_back, need_notices.tell_of_taking_back),
    when(fairness.contest_made, fairness_notices.tell_of_contest),
    when(fairness.contest_withdrawn, fairness_notices.tell_of_withdrawal),
    when(fairness.contest_answered, fairness_notices.tell_of_answer),
    when(fairness.contest_overdue, fairness_notices.tell_of_overdue),
    when(interviews.recording_ready, interview_notices.tell_of_recording),
    when(interviews.recording_failed, interview_notices.tell_of_failure),
    when(learning.course_completed, certify_course),
    when(
        credentials.badge_issued,
        credential_notices.tell_of_certificate,
        credential_notices.tell_who_said_it,
    ),
    when(credentials.badge_revoked, credential_notices.tell_of_revocation),
    when(workplace.request_approved, workplace_notices.tell_of_approval),
    when(workplace.request_rejected, workplace_notices.tell_of_rejection),
    when(workplace.request_cancelled, workplace_notices.tell_of_cancellation),
    when(workplace.request_completed, workplace_notices.tell_of_completion),
    when(assistant.acted, assistant_notices.tell_of_act),
    when(assistant.act_failed, assistant_notices.tell_of_failure),
    when(community.founded, community_notices.tell_guardians_of_joining),
    when(community.joined, community_notices.tell_guardians_of_joining),
    when(community.left, community_notices.tell_heir),
    when(community.role_given, community_notices.tell_of_role),
    when(community.banned, community_notices.tell_banned),
    when(community.post_written, community_notices.tell_of_comment),
    when(community.post_removed, community_notices.tell_of_removal),
    when(community.report_decided, community_notices.tell_reporter),
    when(community.gathering_changed, community_notices.tell_of_change),
    when(community.gathering_cancelled, community_notices.tell_of_end),
    when(community.answered, community_notices.tell_guardians_of_coming),
    when(community.moved_up, community_notices.tell_of_place),
)


def connect_all() -> None:
    """Connect the table; called once, when all apps are there."""
    events.connect(REACTIONS)
