"""Who may see and change activities: the only door for views and api.

One sees what one's people do, what one joined, and what happened on customers and opportunities that one sees.
"""

from collections.abc import Sequence
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from xiaolu.activities.models import Activity, CalendarFeed, Message, MessageTemplate, WeekPlan
from xiaolu.activities.queries.calendar import joined_by, people_of
from xiaolu.activities.queries.messages import templates_for
from xiaolu.customers.access import visible_to as visible_accounts
from xiaolu.customers.models import Account
from xiaolu.org.access import owned_by_seen, owners_seen_by
from xiaolu.org.access import require_exporter as require_exporter
from xiaolu.org.access import require_house_keeper as require_house_keeper
from xiaolu.org.leaders import teams_above
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.outbox.models import Letter, Robot
from xiaolu.outbox.queries import robots_for_customers
from xiaolu.pipeline.access import editable_by as editable_opportunities
from xiaolu.pipeline.access import editable_ids as editable_deal_ids
from xiaolu.pipeline.access import opportunity_for as opportunity_for
from xiaolu.pipeline.access import require_editor as require_editor
from xiaolu.pipeline.access import visible_to as visible_opportunities
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.scopes import Scope, choices, scope_for
from xiaolu.search.queries import matching_ids
from xiaolu.web.asked import whole


def listed_for(user: Person) -> QuerySet[Activity]:
    """The activities of a person and of those whose work the person sees: what lists, calendars and exports show."""
    return Activity.objects.filter(owned_by_seen(user), withdrawn=False)


def calendar_for(user: Person, scope: Scope) -> QuerySet[Activity]:
    """What a calendar of a scope shows: one's own with what one comes along to; of others what lists show."""
    if scope.key == "me":
        return own_and_joined(user)
    return listed_for(user).filter(scope.rows)


def own_and_joined(person: Person) -> QuerySet[Activity]:
    """What a person does and comes along to."""
    return Activity.objects.filter(joined_by(person), withdrawn=False)


def person_of_feed(token: str) -> Person:
    """Whose calendar a secret address shows. Raises Http404 for a wrong one, and when the person is switched off."""
    found = CalendarFeed.objects.filter(token_hash=sha256(token.encode()).hexdigest(), person__is_active=True)
    feed = found.select_related("person").first()
    if feed is None:
        raise Http404
    return feed.person


def feed_of(person: Person) -> CalendarFeed | None:
    """A person's own feed, if it is switched on."""
    return CalendarFeed.objects.filter(person=person).first()


def side_by_side(user: Person, scope: Scope) -> tuple[list[Person], int]:
    """The people whose days a team's calendar shows, and how many more there are."""
    ids = None if scope.spans is None else {span.person for span in scope.spans if span.end > today().toordinal()}
    return people_of(owners_in_lists(user), ids)


def visible_to(user: Person) -> QuerySet[Activity]:
    """Every activity that a person may open: see the module."""
    joined = Activity.colleagues.through.objects.filter(person=user).values("activity")
    on_deals = Q(opportunity__in=visible_opportunities(user).values("pk"))
    at_accounts = Q(opportunity__isnull=True, account__in=visible_accounts(user).values("pk"))
    mine = owned_by_seen(user)
    seen = Q() if not mine else mine | Q(pk__in=joined) | on_deals | at_accounts
    return Activity.objects.filter(seen, withdrawn=False)


def activity_for(user: Person, activity_id: int, *, to: str = "see") -> Activity:
    """An activity. Raises Http404 when the user may not see it, PermissionDenied when not edit it."""
    rows = visible_to(user).select_related("owner", "account", "opportunity__account", "opportunity__method", "follows")
    found = rows.filter(pk=activity_id).first()
    if found is None:
        raise Http404
    if to == "edit" and not may_edit(user, found):
        raise PermissionDenied
    return found


def guard_file(user: Person, activity_id: int) -> Activity:
    """Who may see an activity may see its files. Raises Http404."""
    return activity_for(user, activity_id)


def may_edit(user: Person, activity: Activity) -> bool:
    """Whose work one may change, their activities one may change."""
    owners = owners_seen_by(user, editing=True)
    return owners is None or owners.filter(pk=activity.owner_id).exists()


def editable_ids(user: Person, activities: list[Activity]) -> set[int]:
    """Of these activities those that the user may change; one query for all."""
    owners = owners_seen_by(user, editing=True)
    if owners is None:
        return {one.pk for one in activities}
    mine = set(owners.filter(pk__in={one.owner_id for one in activities}).values_list("pk", flat=True))
    return {one.pk for one in activities if one.owner_id in mine}


def at_account(user: Person, account: Account) -> QuerySet[Activity]:
    """What happened at an account that the user sees, without what belongs to opportunities of others."""
    return visible_to(user).filter(account=account)


def on_opportunity(opportunity: Opportunity) -> QuerySet[Activity]:
    """What happened on an opportunity that the user was let to see."""
    return Activity.objects.filter(opportunity=opportunity, withdrawn=False)


def possible_owners(user: Person) -> QuerySet[Person]:
    """For whom the user may plan and record."""
    owners = owners_seen_by(user, editing=True)
    return (Person.objects.all() if owners is None else owners).filter(is_active=True).order_by("name", "id")


def owners_in_lists(user: Person) -> QuerySet[Person]:
    """By whom the user may filter."""
    owners = owners_seen_by(user)
    return Person.objects.all() if owners is None else owners


def opportunities_at(user: Person, account: Account) -> QuerySet[Opportunity]:
    """The open opportunities of a customer on which the user may record."""
    rows = editable_opportunities(user).filter(account=account, stage_kind="open")
    return rows.select_related("account").order_by("next_date", "pk")


def accounts_named(user: Person, key: str) -> list[Account]:
    """The customers in use that the user sees under one normalised name; two are enough to know that it is not one."""
    return list(visible_accounts(user).filter(normal_name=key, archived=False).order_by("pk")[:2]) if key else []


def accounts_searched(user: Person, text: str) -> list[Account]:
    """At most two customers in use that the user sees and that a word leads to; phones lead nobody to them."""
    rows = visible_accounts(user).filter(pk__in=matching_ids("account", text, private=False), archived=False)
    return list(rows.order_by("pinyin", "pk")[:2])


def cards_for(user: Person) -> QuerySet[Opportunity]:
    """The opportunities whose cards a person sees in the tickler box."""
    return visible_opportunities(user)


def editable_cards(user: Person, cards: list[Opportunity]) -> set[int]:
    """Of these cards those that the person may work."""
    return editable_deal_ids(user, [card.pk for card in cards])


def due_count(user: Person) -> int:
    """How many of the person's own cards are due today or overdue: the figure in the navigation."""
    rows = Opportunity.objects.filter(owner=user, stage_kind="open", withdrawn=False)
    return rows.filter(next_date__lte=today().toordinal()).count()


def scope_of(user: Person, asked: str) -> Scope:
    """Whose cards a page shows; one's own without a word. Raises Http404 for a scope that the person may not see."""
    return scope_for(user, asked or "me")


def scopes_for(user: Person) -> list[tuple[str, str]]:
    """Whose cards a person may look at: key and words."""
    return choices(user)


def week_person(user: Person, asked: str, *, to: str = "see") -> Person:
    """Whose week a page is about; one's own without a word. Raises Http404 for one whose work the user does not see,
    PermissionDenied where the user may not plan for that person."""
    person = user if not asked else owners_in_lists(user).filter(pk=whole(asked)).first()
    if person is None:
        raise Http404
    if to == "edit" and not may_plan_for(user, person):
        raise PermissionDenied
    return person


def may_plan_for(user: Person, person: Person) -> bool:
    """Whether the user changes this person's plans: the own ones, and those of people whose work one changes."""
    return possible_owners(user).filter(pk=person.pk).exists()


def may_decide_for(user: Person, person: Person) -> bool:
    """Whether the user says something to this person's plan, approves and returns it; nobody does to the own one."""
    return user.pk != person.pk and may_plan_for(user, person)


def people_who_plan(user: Person) -> list[tuple[int, str]]:
    """Whose weeks a user may look at, for a select."""
    rows = owners_in_lists(user).filter(is_active=True).order_by("name", "id")
    return list(rows.values_list("pk", "name")[:500])


def week_plans_for(user: Person) -> QuerySet[WeekPlan]:
    """The week plans of people whose work the user sees."""
    return WeekPlan.objects.filter(person__in=owners_in_lists(user))


def week_plan_for(user: Person, week_plan_id: int, *, to: str = "see") -> WeekPlan:
    """A week plan, to see, edit or decide on. Raises Http404, PermissionDenied."""
    plan = week_plans_for(user).select_related("person").filter(pk=week_plan_id).first()
    if plan is None:
        raise Http404
    allowed = {"see": True, "edit": may_plan_for(user, plan.person), "decide": may_decide_for(user, plan.person)}
    if not allowed[to]:
        raise PermissionDenied
    return plan


def visit_for(user: Person, activity_id: int) -> tuple[Activity, WeekPlan]:
    """A visit that the user may change, with the week plan in which it stands. Raises Http404, PermissionDenied."""
    activity = activity_for(user, activity_id, to="edit")
    if activity.week_plan is None:
        raise Http404
    return activity, activity.week_plan


def messages_for(user: Person) -> QuerySet[Message]:
    """Messages to customers that a person may see: one's own, and those of one's people."""
    return Message.objects.filter(owned_by_seen(user))


def message_for(user: Person, message_id: int) -> Message:
    """A message that one may send or drop: one's own, or of somebody whose work one may change. Raises Http404, PermissionDenied."""
    rows = messages_for(user).select_related("owner", "account", "contact", "opportunity__method", "event", "sent_as")
    found = rows.filter(pk=message_id).first()
    if found is None:
        raise Http404
    owners = owners_seen_by(user, editing=True)
    if owners is not None and not owners.filter(pk=found.owner_id).exists():
        raise PermissionDenied
    return found


def still_to_send(letters: Sequence[Letter]) -> set[int]:
    """Of letters with messages, the keys of those that were not withdrawn and whose receiver still wants them."""
    rows = Activity.objects.filter(pk__in=[one.object_id for one in letters], withdrawn=False)
    still = set(rows.exclude(contacts__no_messages=True).values_list("pk", flat=True))
    return {one.pk for one in letters if one.object_id in still}


def keeps_messages(user: Person) -> bool:
    """Whether a person keeps the company's texts and rules about messages."""
    return user.keeps_house or user.keeps_methods


def require_message_keeper(user: Person) -> None:
    """Raises PermissionDenied for those who do not keep them."""
    if not keeps_messages(user):
        raise PermissionDenied


def message_template_for(user: Person, template_id: int) -> MessageTemplate:
    """A text to change: one's own, or one of the company's for who keeps them. Raises Http404, PermissionDenied."""
    found = templates_for(user).filter(pk=template_id).first()
    if found is None:
        raise Http404
    if found.person_id is None:
        require_message_keeper(user)
    return found


def robots_to_write_through(user: Person) -> QuerySet[Robot]:
    """Robots of chats with customers: the company's, and those of one's teams."""
    return robots_for_customers(None if user.scope == "all" else teams_above([user.pk])[user.pk])
