"""The closed lists that a method file may name: facts, events, fields.

A fact is something that is recorded and can be counted. `recorded_by` names the part of Xiaolu that
records it, so that a page can say what a figure still needs instead of showing a nought.
"""

from dataclasses import dataclass
from typing import Literal

Measure = Literal["count", "amount", "volume", "minutes"]
MEASURES: tuple[Measure, ...] = ("count", "amount", "volume", "minutes")
Filter = Literal["stages", "activities", "within"]
Recorder = Literal["pipeline", "activities", "leads", "customers", "dealroom", "delivery", "channel"]

COUNT: tuple[Measure, ...] = ("count",)
MONEY: tuple[Measure, ...] = ("amount",)
GOODS: tuple[Measure, ...] = ("volume", "amount")
TIME: tuple[Measure, ...] = ("minutes",)
SALES: tuple[Measure, ...] = ("count", "amount", "volume")


@dataclass(frozen=True)
class FactKind:
    """One kind of fact: what it says (a msgid), who records it, how it may be measured and limited."""

    says: str
    recorded_by: Recorder
    measures: tuple[Measure, ...] = COUNT
    filters: tuple[Filter, ...] = ()
    needs: tuple[Filter, ...] = ()
    part_of: tuple[str, ...] = ()  # facts whose rows include all of these
    recorded: bool = False  # whether Xiaolu records it today; the pipeline's always are

    def __post_init__(self) -> None:
        if self.recorded_by == "pipeline":
            object.__setattr__(self, "recorded", True)


FACTS: dict[str, FactKind] = {
    "entered": FactKind("First entries of the stages", "pipeline", SALES, ("stages",), ("stages",)),
    "new": FactKind("New in the pipeline", "pipeline", SALES),
    "won": FactKind("Won", "pipeline", SALES),
    "lost": FactKind("Lost", "pipeline", SALES),
    "fell_back": FactKind("Moved back", "pipeline", SALES, ("stages",)),
    "standing": FactKind("Standing in the stages at the date", "pipeline", SALES, ("stages",), ("stages",)),
    "activities_done": FactKind("Activities done", "activities", COUNT, ("activities", "stages"), recorded=True),
    "calls_done": FactKind("Calls done", "activities", COUNT, ("stages",), recorded=True),
    "visits_done": FactKind("Visits done", "activities", COUNT, ("stages",), recorded=True),
    "visits_planned": FactKind("Visits planned", "activities", recorded=True),
    "planned_visits_done": FactKind(
        "Planned visits that were done", "activities", part_of=("visits_planned",), recorded=True
    ),
    "visits_person_met": FactKind(
        "Visits where the person in charge was met", "activities", part_of=("visits_done",), recorded=True
    ),
    "orders_at_visits": FactKind("Orders taken at visits", "activities", ("count", "amount")),
    "accounts_to_visit": FactKind("Accounts that were to be visited", "activities", recorded=True),
    "accounts_visited_enough": FactKind(
        "Accounts that got their visits", "activities", part_of=("accounts_to_visit",), recorded=True
    ),
    "time_with_customers": FactKind(
        "Time with customers (T1)", "activities", TIME, part_of=("time_logged",), recorded=True
    ),
    "time_preparing": FactKind("Time preparing (T2)", "activities", TIME, part_of=("time_logged",), recorded=True),
    "time_on_road": FactKind(
        "Time on the road and waiting (T3)", "activities", TIME, part_of=("time_logged",), recorded=True
    ),
    "time_rest": FactKind("The rest of the time (T4)", "activities", TIME, part_of=("time_logged",), recorded=True),
    "time_logged": FactKind("All time logged", "activities", TIME, recorded=True),
    "leads_assigned": FactKind("Leads assigned", "leads"),
    "leads_tried": FactKind("Leads tried to reach", "leads"),
    "leads_spoken_with": FactKind("Leads spoken with", "leads", part_of=("leads_tried",)),
    "leads_invited": FactKind("Leads invited", "leads", part_of=("leads_spoken_with",)),
    "leads_arrived": FactKind("Invited leads that arrived", "leads", part_of=("leads_invited",)),
    "appointments_due": FactKind("Appointments due", "leads"),
    "appointments_missed": FactKind(
        "Appointments neither kept nor moved before", "leads", part_of=("appointments_due",)
    ),
    "first_arrivals": FactKind("First arrivals", "leads"),
    "arrivals_with_data": FactKind("First arrivals with name and phone", "leads", part_of=("first_arrivals",)),
    "arrivals_back": FactKind(
        "First arrivals who came again", "leads", COUNT, ("within",), part_of=("first_arrivals",)
    ),
    "arrivals_test_drive": FactKind(
        "First arrivals who had a test drive", "leads", COUNT, ("within",), part_of=("first_arrivals",)
    ),
    "arrivals_quotation": FactKind(
        "First arrivals who had a quotation", "leads", COUNT, ("within",), part_of=("first_arrivals",)
    ),
    "arrivals_order": FactKind("First arrivals who ordered", "leads", COUNT, ("within",), part_of=("first_arrivals",)),
    "source_cost": FactKind("What the sources cost", "leads", MONEY),
    "source_revenue": FactKind("What the sources brought", "leads", MONEY),
    "referred_new": FactKind("New ones by referral", "leads", SALES, part_of=("new",)),
    "accounts_available": FactKind("Accounts in the total available market (TAM)", "customers"),
    "accounts_selected": FactKind(
        "Accounts in the selected available market (SAM)", "customers", part_of=("accounts_available",)
    ),
    "quotations_given": FactKind("Quotations given", "dealroom", ("count", "amount")),
    "quotations_early": FactKind(
        "Quotations given before pain, value and solution were agreed",
        "dealroom",
        ("count", "amount"),
        part_of=("quotations_given",),
    ),
    "deliveries": FactKind("Deliveries", "delivery", SALES),
    "deliveries_on_time": FactKind("Deliveries on the promised day", "delivery", SALES, part_of=("deliveries",)),
    "complaints": FactKind("Complaints", "delivery"),
    "customers": FactKind("Customers at the date", "delivery"),
    "fans": FactKind("Fans at the date", "delivery", part_of=("customers",)),
    "referrals": FactKind("Referrals received", "delivery"),
    "first_time_buyers": FactKind("First-time buyers (FTB)", "delivery", SALES),
    "new_business": FactKind("New business of buying accounts (BPNB)", "delivery", SALES),
    "estimated_sales": FactKind("Estimated sales of new business", "delivery", GOODS, ("within",)),
    "actual_sales": FactKind("Actual sales of new business", "delivery", GOODS, ("within",)),
    "stock_average": FactKind("Average stock", "channel", GOODS),
    "sell_out_per_day": FactKind("Sell-out per day", "channel", GOODS),
    "receivable": FactKind("Receivable at the date", "channel", MONEY),
    "receivable_overdue": FactKind("Overdue at the date", "channel", MONEY, part_of=("receivable",)),
}

# What starts or stops a clock, or makes a message due: msgids.
EVENTS: dict[str, str] = {
    "assigned": "assigned to a person",
    "attempted": "first tried to reach",
    "spoken_with": "spoken with",
    "call_done": "call done",
    "visit_done": "visit done",
    "question_passed_on": "question passed to a specialist",
    "question_answered": "question answered",
    "appointment_made": "appointment made",
    "appointment": "appointment begins",
    "arrived": "customer arrived",
    "quotation_asked": "quotation asked for",
    "quotation_given": "quotation given",
    "won": "deal won",
    "order_placed": "order placed",
    "delivered": "delivered",
    "accepted": "acceptance signed",
    "paid": "paid in full",
    "complaint_opened": "complaint opened",
    "complaint_answered": "complaint answered",
    "complaint_closed": "complaint closed",
    "issue_raised": "field issue raised",
    "issue_answered": "field issue answered",
    "rebate_due": "rebate due",
    "rebate_paid": "rebate paid out",
    "statement_sent": "statement sent",
    "statement_confirmed": "statement confirmed or disputed",
}

# Of these what a milestone, a key activity or a stage of the method may say that it is.
DECLARED = ("quotation_asked", "quotation_given", "order_placed", "delivered", "accepted", "paid")
# What it is when one of these fields is filled.
FIELD_EVENTS = {"delivered_on": "delivered", "paid_on": "paid"}

# What a stage may require of the opportunity: msgids.
FIELDS: dict[str, str] = {
    "amount": "Amount",
    "volume": "Volume",
    "expected_close": "Expected close date",
    "source": "Source",
    "product": "Product",
    "industry": "Industry",
    "growth": "Growth served",
    "decision_maker": "Decision-maker",
    "current_supplier": "Current supplier",
    "current_product": "Current product",
    "competitor": "Competitor",
    "budget": "Budget",
    "intention": "Intention level",
    "need": "Need",
    "terms": "Terms",
    "promised_on": "Promised day",
    "delivered_on": "Delivered on",
    "paid_on": "Paid on",
    "lost_reason": "Reason for the loss",
    "come_back_on": "Day to come back",
}
