"""What stands at one customer, in sums that say why."""

from django.db.models import Count, Sum
from django.utils.translation import get_language

from xiaolu.customers.models import Account
from xiaolu.methods.queries import rules_of
from xiaolu.org.models import Person
from xiaolu.pipeline.access import visible_to
from xiaolu.pipeline.figure_links import figure_link
from xiaolu.pipeline.queries.methods import codes_of
from xiaolu.pipeline.queries.sums import NOTHING, Sums
from xiaolu.pipeline.scopes import everything


def sums_on(user: Person, account: Account) -> list[tuple[str, Sums, str, str]]:
    """What stands at a customer, open, won and lost: the sums, where each says why, and the method where several run."""
    rows = visible_to(user).filter(account=account).order_by()
    found: dict[int, dict[str, Sums]] = {}
    for method, kind, n, amount, volume in rows.values_list("method", "stage_kind").annotate(
        n=Count("pk"), a=Sum("amount"), v=Sum("volume")
    ):
        kinds = found.setdefault(method, {})
        kind = "won" if kind == "paid" else kind
        kinds[kind] = kinds.get(kind, NOTHING) + Sums(n, amount, volume)
    codes, scope = codes_of(found), everything(user).address
    told: list[tuple[str, Sums, str, str]] = []
    for method, kinds in found.items():
        rules = rules_of(method)
        name = rules.name.into(get_language() or "zh-hans") if len(found) > 1 else ""
        stages = {"open": rules.of_kind("open"), "won": rules.of_kind("won", "paid"), "lost": rules.of_kind("lost")}
        for kind in [one for one in stages if one in kinds]:
            address = figure_link(codes[method], f"live:{','.join(stages[kind])}", scope=scope, account=account.pk)
            told.append((kind, kinds[kind], address, name))
    return told
