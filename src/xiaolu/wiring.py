"""What higher apps add to lower ones, in one table. Tied together once, when Django is ready.

| where                              | what                                              | when   |
| ---------------------------------- | ------------------------------------------------- | ------ |
| customers.access.also_visible      | accounts on which one sees an opportunity         | inside |
| customers.access.also_owned        | who looks after an opportunity on an account      | inside |
| customers.actions.merging.followers | opportunities and external keys follow a merge  | inside |
| customers.actions.grading.bought   | what customers bought: opportunities that were won | inside |
| methods.access.in_use              | a method with open opportunities is not archived  | inside |
| methods.actions.when_published     | the stage order of a new version, for the past    | queued |
| methods.actions.when_published     | scores of industries and customers, by new weights | queued |
| org.actions.BELONGINGS              | customers and open deals that a leaver hands over | inside |
| customers.queries.moments.more     | the stages that a customer's opportunities entered | inside |
| customers.queries.competitors.met   | opportunities in which a competitor is named      | inside |
| customers.queries.ratings.worth     | what the opportunities in an industry come to     | inside |
| files.access.guards                | files of an opportunity, of a note: who may see it | inside |
| jobs.registry.SCHEDULE             | fold the ledger's sums every three seconds        | after  |
| jobs.registry.SCHEDULE             | tidy killed imports, erase old copies and exports  | after  |
| jobs.registry.SCHEDULE             | grade customers on the first of a month           | after  |
| jobs.registry.SCHEDULE             | what was written to a customer while it was merged | after  |
| jobs.registry.SCHEDULE             | compare changed customers every two seconds       | after  |
"""

from django.apps import AppConfig


class Wiring(AppConfig):
    name = "xiaolu"
    label = "wiring"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from xiaolu.customers import access as customers
        from xiaolu.customers import leavers as customers_of_leavers
        from xiaolu.customers.actions.duplicates import compare_new
        from xiaolu.customers.actions.grading import bought, grade_when_due
        from xiaolu.customers.actions.merging import Follower, follow_late, followers
        from xiaolu.customers.jobs import queue_rate_again
        from xiaolu.customers.queries.competitors import met
        from xiaolu.customers.queries.moments import more as timeline
        from xiaolu.customers.queries.ratings import worth
        from xiaolu.exchange.actions import drop_old_exports, erase_old_copies, tidy_interrupted
        from xiaolu.files import access as files
        from xiaolu.jobs.actions import requeue_interrupted
        from xiaolu.jobs.registry import every
        from xiaolu.methods import access as methods
        from xiaolu.methods.actions import when_published
        from xiaolu.org.actions import BELONGINGS, Belongings
        from xiaolu.pipeline import actions as pipeline
        from xiaolu.pipeline import caches
        from xiaolu.pipeline import leavers as deals_of_leavers
        from xiaolu.pipeline.access import accounts_worked_on_by, opportunity_for, owners_on
        from xiaolu.pipeline.jobs import queue_follow_method
        from xiaolu.pipeline.moments import deals_against, stages_entered, worth_of_industry
        from xiaolu.pipeline.queries.methods import has_open
        from xiaolu.pipeline.queries.purchases import amounts_by_account

        files.guards["opportunity"] = opportunity_for
        files.guards["note"] = customers.note_for
        met.append(deals_against)
        worth.append(worth_of_industry)
        timeline["stage"] = stages_entered
        customers.also_visible.append(accounts_worked_on_by)
        customers.also_owned.append(owners_on)
        followers["pipeline.Opportunity"] = Follower(
            pipeline.follow_account, pipeline.account_in_the_way, pipeline.account_taken_back
        )
        followers["pipeline.ExternalKey"] = Follower(
            pipeline.follow_keys, pipeline.keys_in_the_way, pipeline.keys_taken_back
        )
        bought.append(amounts_by_account)
        methods.in_use.append(has_open)
        BELONGINGS.append(Belongings(_("Customers"), customers_of_leavers.count, customers_of_leavers.hand_over))
        BELONGINGS.append(Belongings(_("Open opportunities"), deals_of_leavers.count, deals_of_leavers.hand_over))
        when_published.append(queue_follow_method)
        when_published.append(queue_rate_again)
        every(3)(caches.fold)
        every(2)(compare_new)
        every(60)(follow_late)
        every(600)(grade_when_due)
        every(30)(requeue_interrupted)
        every(60)(tidy_interrupted)
        every(3600)(erase_old_copies)
        every(3600)(drop_old_exports)
