"""What higher apps add to lower ones, in one table. Tied together once, when Django is ready.

| where                              | what                                              | when   |
| ---------------------------------- | ------------------------------------------------- | ------ |
| customers.access.also_visible      | accounts on which one sees an opportunity         | inside |
| customers.access.also_owned        | who looks after an opportunity on an account      | inside |
| customers.actions.merging.followers | opportunities, external keys, activities, agreements follow a merge | inside |
| customers.actions.grading.bought   | what customers bought: opportunities that were won | inside |
| activities.meeting_access.three_ws_named | what an agreement on a 3W is about        | inside |
| methods.access.in_use              | a method with open opportunities is not archived  | inside |
| methods.actions.when_published     | the stage order of a new version, for the past    | queued |
| methods.actions.when_published     | scores of industries and customers, by new weights | queued |
| org.actions.BELONGINGS              | customers, open deals, plans, agreements that a leaver hands over | inside |
| customers.queries.moments.more     | stages that a customer's opportunities entered; activities | inside |
| customers.queries.touches.last_touched | a customer is touched by what is done for its opportunities | inside |
| pipeline.queries.touches.last_touched | what is done for an opportunity beside ledger, evidence, notes | inside |
| customers.queries.completeness.more | what opportunities say for a customer's file      | inside |
| org.actions.when_found_otherwise    | own fields became searchable: index records again | queued |
| customers.queries.competitors.met   | opportunities in which a competitor is named      | inside |
| customers.queries.ratings.worth     | what the opportunities in an industry come to     | inside |
| clocks.registry.KINDS, LOCKS       | opportunities and customers, on which clocks run; visit plans, meetings, agreements | inside |
| clocks.registry.EFFECTS            | an opportunity that was left alone goes back to the pool | worker |
| pipeline.reactions                 | clocks hear that an opportunity was handed over, won, lost, quoted, delivered, paid | inside |
| customers.actions.owners.when_owned | clocks hear that customers were handed over       | inside |
| files.access.guards                | files of an opportunity, note, activity: who sees them | inside |
| jobs.registry.SCHEDULE             | say that the worker lives                         | after  |
| jobs.registry.SCHEDULE             | fold the ledger's sums every three seconds        | after  |
| jobs.registry.SCHEDULE             | tidy killed imports, erase old copies and exports  | after  |
| jobs.registry.SCHEDULE             | deal a month's slot of the tickler box out to days | after  |
| jobs.registry.SCHEDULE             | forget answers kept under keys after thirty days   | after  |
| jobs.registry.SCHEDULE             | grade customers on the first of a month           | after  |
| jobs.registry.SCHEDULE             | what was written to a customer while it was merged | after  |
| jobs.registry.SCHEDULE             | take due steps of clocks every two seconds, tidy up after them | after  |
| outbox.registry.STILL              | letters with notices go while these are unread and seen | worker |
| jobs.registry.SCHEDULE             | send what waits in the outbox every two seconds, forget old letters | after  |
| outbox.registry.STILL, SETTLED     | messages go while they are wanted; who sent one hears that it failed | worker |
| jobs.registry.SCHEDULE             | remind of messages to customers, or let them go by rule, every twenty seconds | after  |
| jobs.registry.SCHEDULE             | tell of opportunities for which nothing was done  | after  |
| jobs.registry.SCHEDULE             | compare changed customers every two seconds       | after  |
"""

from django.apps import AppConfig


class Wiring(AppConfig):
    name = "xiaolu"
    label = "wiring"

    def ready(self) -> None:
        """Tie everything together, once."""
        self.tie()
        self.tie_meetings()
        self.tie_clocks()
        self.schedule()

    def tie(self) -> None:
        """What higher apps add to lower ones."""
        from django.utils.translation import gettext_lazy as _

        from xiaolu.activities import access as activities
        from xiaolu.activities import touches as activities_touches
        from xiaolu.activities.actions.following import count_planned, hand_over_planned
        from xiaolu.activities.models import Activity, Message
        from xiaolu.activities.moments import activities_done
        from xiaolu.customers import access as customers
        from xiaolu.customers import leavers as customers_of_leavers
        from xiaolu.customers.actions.grading import bought
        from xiaolu.customers.actions.merging import Follower, followers, rows_at
        from xiaolu.customers.jobs import queue_index_again, queue_rate_again
        from xiaolu.customers.queries.competitors import met
        from xiaolu.customers.queries.completeness import more as known_of_files
        from xiaolu.customers.queries.moments import more as timeline
        from xiaolu.customers.queries.ratings import worth
        from xiaolu.customers.queries.touches import last_touched as customers_touched
        from xiaolu.files import access as files
        from xiaolu.methods import access as methods
        from xiaolu.methods.actions import when_published
        from xiaolu.org.actions import BELONGINGS, Belongings, when_found_otherwise
        from xiaolu.pipeline import actions as pipeline
        from xiaolu.pipeline import leavers as deals_of_leavers
        from xiaolu.pipeline.access import accounts_worked_on_by, opportunity_for, owners_on
        from xiaolu.pipeline.jobs import queue_follow_method
        from xiaolu.pipeline.jobs import queue_index_again as queue_index_opportunities_again
        from xiaolu.pipeline.known import known_by_deals
        from xiaolu.pipeline.moments import deals_against, stages_entered, worth_of_industry
        from xiaolu.pipeline.queries.methods import has_open
        from xiaolu.pipeline.queries.purchases import amounts_by_account
        from xiaolu.pipeline.queries.touches import last_touched as deals_touched
        from xiaolu.pipeline.queries.touches import touched_through_deals

        customers_touched.extend([*touched_through_deals, activities_touches.of_accounts])
        deals_touched.append(activities_touches.of_deals)
        files.guards.update(opportunity=opportunity_for, note=customers.note_for, activity=activities.guard_file)
        met.append(deals_against)
        worth.append(worth_of_industry)
        known_of_files.append(known_by_deals)
        when_found_otherwise.extend((queue_index_again, queue_index_opportunities_again))
        timeline["stage"] = stages_entered
        timeline["activity"] = activities_done
        customers.also_visible.append(accounts_worked_on_by)
        customers.also_owned.append(owners_on)
        followers["pipeline.Opportunity"] = Follower(
            pipeline.follow_account, pipeline.account_in_the_way, pipeline.account_taken_back
        )
        followers["pipeline.ExternalKey"] = Follower(
            pipeline.follow_keys, pipeline.keys_in_the_way, pipeline.keys_taken_back
        )
        followers["activities.Activity"] = rows_at(Activity)
        followers["activities.Message"] = rows_at(Message)
        bought.append(amounts_by_account)
        methods.in_use.append(has_open)
        BELONGINGS.append(Belongings(_("Customers"), customers_of_leavers.count, customers_of_leavers.hand_over))
        BELONGINGS.append(Belongings(_("Open opportunities"), deals_of_leavers.count, deals_of_leavers.hand_over))
        when_published.extend((queue_follow_method, queue_rate_again))
        BELONGINGS.append(Belongings(_("Planned activities"), count_planned, hand_over_planned))

    def tie_meetings(self) -> None:
        """What agreements bring along."""
        from django.utils.translation import gettext_lazy as _

        from xiaolu.activities import meeting_access
        from xiaolu.activities.actions.agreements import count_agreements, hand_over_agreements
        from xiaolu.activities.models import Agreement
        from xiaolu.customers.actions.merging import followers, rows_at
        from xiaolu.insight.access import three_ws_named
        from xiaolu.org.actions import BELONGINGS, Belongings

        followers["activities.Agreement"] = rows_at(Agreement)
        meeting_access.three_ws_named.append(three_ws_named)
        BELONGINGS.append(Belongings(_("Agreements"), count_agreements, hand_over_agreements))

    def tie_clocks(self) -> None:
        """On what clocks run, and which events they hear of; what they mean stands in activities.actions.clock_events."""
        from xiaolu.activities.access import messages_for, still_to_send, week_plans_for
        from xiaolu.activities.actions import clock_events as events
        from xiaolu.activities.actions import tell_of_failed
        from xiaolu.activities.meeting_access import agreements_seen_by, meetings_seen_by
        from xiaolu.clocks.access import still_to_tell
        from xiaolu.clocks.registry import EFFECTS, KINDS, LOCKS, RecordKind
        from xiaolu.customers.access import visible_to as visible_accounts
        from xiaolu.customers.actions.owners import when_owned as when_accounts_owned
        from xiaolu.outbox.access import letters_seen_by
        from xiaolu.outbox.registry import SETTLED, STILL
        from xiaolu.pipeline import reactions
        from xiaolu.pipeline.access import visible_to as visible_deals

        STILL["notice"] = still_to_tell
        STILL["message"], SETTLED["message"] = still_to_send, tell_of_failed
        KINDS["message"] = RecordKind(messages_for, "activities:write_message")
        KINDS["letter"] = RecordKind(letters_seen_by, "outbox:letter_detail")
        KINDS["opportunity"] = RecordKind(visible_deals, "pipeline:opportunity_detail", events.open_deals)
        KINDS["account"] = RecordKind(visible_accounts, "customers:account_detail", events.open_accounts)
        EFFECTS["pool", "opportunity"] = events.give_back
        LOCKS["opportunity"] = events.hold_deal
        KINDS["meeting"] = RecordKind(meetings_seen_by, "desk:meeting_pack")
        KINDS["agreement"] = RecordKind(agreements_seen_by, "activities:settle_agreement")
        KINDS["week_plan"] = RecordKind(week_plans_for, "activities:week_plan_of")
        reactions.when_owned.append(events.deal_owned)
        reactions.when_ended.append(events.deal_ended)
        reactions.when_reached.append(events.deal_reached)
        when_accounts_owned.append(events.accounts_owned)

    def schedule(self) -> None:
        """What the worker does again and again."""
        from xiaolu.activities.actions import remind_of_messages, sound_alarms
        from xiaolu.clocks import actions as clocks
        from xiaolu.customers.actions.duplicates import compare_new
        from xiaolu.customers.actions.grading import grade_when_due
        from xiaolu.customers.actions.merging import follow_late
        from xiaolu.exchange.actions import drop_old_exports, erase_old_copies, tidy_interrupted
        from xiaolu.jobs.actions import beat, requeue_interrupted
        from xiaolu.jobs.registry import every
        from xiaolu.org.actions.kept_answers import drop_old_answers
        from xiaolu.outbox import actions as outbox
        from xiaolu.pipeline import actions as pipeline
        from xiaolu.pipeline import caches

        every(20)(beat)
        every(3)(caches.fold)
        every(2)(clocks.run_due)
        every(60)(clocks.drop_where_gone)
        every(60)(sound_alarms)
        every(20)(remind_of_messages)
        every(3600)(clocks.drop_old_notices)
        every(2)(outbox.send_waiting)
        every(3600)(outbox.drop_old_letters)
        every(2)(compare_new)
        every(60)(follow_late)
        every(600)(grade_when_due)
        every(600)(pipeline.deal_out_months)
        every(30)(requeue_interrupted)
        every(60)(tidy_interrupted)
        every(3600)(erase_old_copies)
        every(3600)(drop_old_exports)
        every(3600)(drop_old_answers)
