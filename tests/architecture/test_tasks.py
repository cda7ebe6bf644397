"""Jobs that wait in a database know their task by its name, also after the upgrade that moved it."""

from procrastinate.contrib.django import app

# A release may add a name. It may take one away only once no database can hold a job of it.
NAMES_IN_DATABASES = {
    "trellis.core.mail.deliver",
    "trellis.core.sms.deliver",
    "trellis.core.tasks.remove_old_jobs",
    "trellis.core.tasks.remove_old_rows",
    "trellis.core.tasks.retry_stalled_jobs",
    "trellis.domain.accounts.tasks.remove_old_login_codes",
    "trellis.domain.accounts.tasks.send_login_code",
    "trellis.domain.catalog.tasks.derive_profile",
    "trellis.domain.catalog.tasks.derive_profiles",
    "trellis.domain.catalog.tasks.embed_phrases",
    "trellis.domain.exports.tasks.remove_expired_exports",
    "trellis.domain.exports.tasks.write_export",
    "trellis.domain.interviews.tasks.assemble_recording",
    "trellis.domain.interviews.tasks.finish_abandoned_recordings",
    "trellis.domain.interviews.tasks.remove_recording_files",
    "trellis.domain.learning.tasks.embed_missing",
    "trellis.domain.learning.tasks.embed_opportunities",
    "trellis.domain.learning.tasks.keep_tallies_small",
    "trellis.domain.messaging.tasks.deliver_waiting",
    "trellis.domain.messaging.tasks.forget_old_entries",
    "trellis.domain.mentorship.tasks.close_sessions",
    "trellis.domain.ledger.tasks.seal_ledger",
    "trellis.domain.ledger.tasks.sum_up_ledger",
    "trellis.domain.mentorship.tasks.end_expired_bundles",
    "trellis.domain.mentorship.tasks.expire_pending",
    "trellis.domain.mentorship.tasks.reckon_next_slots",
    "trellis.domain.messaging.tasks.remove_old_messages",
    "trellis.domain.messaging.tasks.remove_unsent_attachments",
    "trellis.domain.notifications.tasks.push",
    "trellis.domain.notifications.tasks.remind_of_sessions",
    "trellis.domain.notifications.tasks.remove_dead_subscriptions",
    "trellis.domain.notifications.tasks.remove_old_notifications",
    "trellis.domain.organizations.tasks.remove_old_invitations",
    "trellis.domain.payments.gateways.tasks.deliver_event",
    "trellis.domain.payments.gateways.tasks.dispute_intent",
    "trellis.domain.payments.gateways.tasks.fail_payout",
    "trellis.domain.payments.gateways.tasks.fail_refund",
    "trellis.domain.payments.gateways.tasks.settle_intent",
    "trellis.domain.payments.tasks.ask_for_intents",
    "trellis.domain.payments.tasks.ask_for_payouts",
    "trellis.domain.payments.tasks.ask_for_refunds",
    "trellis.domain.payments.tasks.ask_payout",
    "trellis.domain.payments.tasks.ask_refund",
    "trellis.domain.payments.tasks.begin_payouts",
    "trellis.domain.payments.tasks.close_intent",
    "trellis.domain.payments.tasks.close_intents",
    "trellis.domain.payments.tasks.lapse_payments",
    "trellis.domain.payments.tasks.look_at_silent_payments",
    "trellis.domain.payments.tasks.look_at_silent_payouts",
    "trellis.domain.payments.tasks.look_at_silent_refunds",
    "trellis.domain.payments.tasks.remove_old_events_of_gateways",
    "trellis.domain.payments.tasks.try_waiting_events",
    "trellis.domain.privacy.tasks.erase_account",
    "trellis.domain.privacy.tasks.erase_due_accounts",
    "trellis.domain.privacy.tasks.remove_expired_data",
    "trellis.domain.privacy.tasks.write_data",
}


def test_every_name_that_a_waiting_job_may_have_is_a_task() -> None:
    app.perform_import_paths()
    ours = {name for name in app.tasks if name.startswith("trellis.")}
    assert ours == NAMES_IN_DATABASES, "give a moved task its old name; write a new one into the list"
