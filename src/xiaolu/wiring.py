"""What higher apps add to lower ones, in one table. Tied together once, when Django is ready.

| where                              | what                                              | when   |
| ---------------------------------- | ------------------------------------------------- | ------ |
| customers.access.also_visible      | accounts on which one sees an opportunity         | inside |
| methods.access.in_use              | a method with open opportunities is not archived  | inside |
| methods.actions.when_published     | the stage order of a new version, for the past    | queued |
| files.access.guards                | files of an opportunity: who may see it           | inside |
| jobs.registry.SCHEDULE             | fold the ledger's sums every three seconds        | after  |
"""

from django.apps import AppConfig


class Wiring(AppConfig):
    name = "xiaolu"
    label = "wiring"

    def ready(self) -> None:
        from xiaolu.customers import access as customers
        from xiaolu.files import access as files
        from xiaolu.jobs.actions import requeue_interrupted
        from xiaolu.jobs.registry import every
        from xiaolu.methods import access as methods
        from xiaolu.methods.actions import when_published
        from xiaolu.pipeline import caches
        from xiaolu.pipeline.access import accounts_worked_on_by, opportunity_for
        from xiaolu.pipeline.jobs import queue_follow_method
        from xiaolu.pipeline.queries.methods import has_open

        files.guards["opportunity"] = opportunity_for
        customers.also_visible.append(accounts_worked_on_by)
        methods.in_use.append(has_open)
        when_published.append(queue_follow_method)
        every(3)(caches.fold)
        every(30)(requeue_interrupted)
