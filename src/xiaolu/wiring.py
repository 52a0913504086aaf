"""What higher apps add to lower ones, in one table. Tied together once, when Django is ready.

| where                              | what                                              | when   |
| ---------------------------------- | ------------------------------------------------- | ------ |
| customers.access.also_visible      | accounts on which one sees an opportunity         | inside |
| customers.actions.merging.followers | opportunities and external keys follow a merge  | inside |
| customers.actions.grading.bought   | what customers bought: opportunities that were won | inside |
| methods.access.in_use              | a method with open opportunities is not archived  | inside |
| methods.actions.when_published     | the stage order of a new version, for the past    | queued |
| jobs.registry.SCHEDULE             | fold the ledger's sums every three seconds        | after  |
| jobs.registry.SCHEDULE             | grade customers on the first of a month           | after  |
| jobs.registry.SCHEDULE             | what was written to a customer while it was merged | after  |
| jobs.registry.SCHEDULE             | compare changed customers every two seconds       | after  |
"""

from django.apps import AppConfig


class Wiring(AppConfig):
    name = "xiaolu"
    label = "wiring"

    def ready(self) -> None:
        from xiaolu.customers import access as customers
        from xiaolu.customers.actions.duplicates import compare_new
        from xiaolu.customers.actions.grading import bought, grade_when_due
        from xiaolu.customers.actions.merging import Follower, follow_late, followers
        from xiaolu.jobs.actions import requeue_interrupted
        from xiaolu.jobs.registry import every
        from xiaolu.methods import access as methods
        from xiaolu.methods.actions import when_published
        from xiaolu.pipeline import actions as pipeline
        from xiaolu.pipeline import caches
        from xiaolu.pipeline.access import accounts_worked_on_by
        from xiaolu.pipeline.jobs import queue_follow_method
        from xiaolu.pipeline.queries.methods import has_open
        from xiaolu.pipeline.queries.purchases import amounts_by_account

        customers.also_visible.append(accounts_worked_on_by)
        followers["pipeline.Opportunity"] = Follower(
            pipeline.follow_account, pipeline.account_in_the_way, pipeline.account_taken_back
        )
        followers["pipeline.ExternalKey"] = Follower(
            pipeline.follow_keys, pipeline.keys_in_the_way, pipeline.keys_taken_back
        )
        bought.append(amounts_by_account)
        methods.in_use.append(has_open)
        when_published.append(queue_follow_method)
        every(3)(caches.fold)
        every(2)(compare_new)
        every(60)(follow_late)
        every(600)(grade_when_due)
        every(30)(requeue_interrupted)
