"""What every page knows: the company, the reader's appearance, and the navigation that the role uses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from xiaolu.activities.access import due_count
from xiaolu.domain.custom_fields import Definition
from xiaolu.org import queries
from xiaolu.org.custom_fields import custom_fields_by_key
from xiaolu.org.models import Company, Person
from xiaolu.pipeline.access import waiting_count


@dataclass(frozen=True)
class Entry:
    """One line of the sidebar: where it leads, and whose role uses it."""

    url_name: str
    icon: str
    label: str
    used_by: Callable[[Person], bool] = lambda person: True
    count: Callable[[Person], int] = lambda person: 0  # what waits there for this person
    tab: bool = False  # in the tab bar of a phone
    also: tuple[str, ...] = ()  # further pages that belong to it, of whatever app


MEETING_PAGES = (
    "desk:meeting_pack", "desk:weekly_pack", "desk:make_pack", "desk:team_day", "activities:create_meeting", "activities:edit_meeting",
    "activities:answer_before_meeting", "activities:agreement_list", "activities:create_agreement",
    "activities:edit_agreement", "activities:settle_agreement",
)  # fmt: skip
SETTINGS_PAGES = (
    "desk:system_page", "outbox:letter_list", "outbox:letter_detail", "outbox:robot_list", "outbox:create_robot",
    "outbox:edit_robot",
)  # fmt: skip
ENTRIES = (
    Entry("desk:home", "sun", _("Today"), lambda person: person.scope is not None, due_count, tab=True),
    Entry("pipeline:opportunity_board", "filter", _("Pipeline"), lambda person: person.scope is not None, tab=True),
    Entry("activities:tickler_box", "inbox", _("Tickler box"), lambda person: person.edit_scope is not None),
    Entry(
        "activities:activity_list",
        "calendar-event",
        _("Activities"),
        lambda person: person.scope is not None,
        also=(
            "activities:calendar",
            "activities:activity_report",
            "activities:week_plan",
            "activities:calendar_feed",
            "activities:message_list",
            "activities:write_message",
            "activities:write_new_message",
            "activities:message_template_list",
            "activities:create_message_template",
            "activities:edit_message_template",
            "activities:edit_message_rule",
        ),
    ),
    Entry("clocks:clock_list", "clock", _("Clocks"), lambda person: person.scope is not None),
    Entry(
        "activities:meeting_list",
        "presentation",
        _("Meetings"),
        lambda person: person.scope is not None,
        also=MEETING_PAGES,
    ),
    Entry(
        "customers:account_list",
        "building-store",
        _("Customers"),
        lambda person: person.scope_of("account") is not None,
        tab=True,
    ),
    Entry("insight:kpi_page", "chart-dots", _("Insight"), lambda person: person.scope is not None, tab=True),
    Entry(
        "pipeline:request_list",
        "circle-check",
        _("To confirm"),
        lambda person: person.edit_scope is not None,
        waiting_count,
    ),
    Entry("exchange:import_list", "upload", _("Import"), lambda person: person.edit_scope is not None),
    Entry("methods:method_list", "sitemap", _("Methods")),
    Entry("org:settings", "settings", _("Settings"), lambda person: person.keeps_house, also=SETTINGS_PAGES),
)


class House:
    """Lazy: a page that shows none of it asks the database nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def company(self) -> Company:
        return queries.company()

    @property
    def name(self) -> str:
        return self.company.name

    @property
    def symbol(self) -> str:
        return self.company.symbol

    @property
    def digits(self) -> int:
        return self.company.digits

    @property
    def today(self) -> date:
        return queries.today()

    @property
    def zone(self) -> str:
        return self.company.zone

    @property
    def custom_fields(self) -> Mapping[str, Definition]:
        """The fields that the company defined, by key."""
        return custom_fields_by_key()

    @property
    def language(self) -> str:
        return self.company.language

    @property
    def theme(self) -> str:
        return getattr(self.request.user, "theme", "auto") if hasattr(self.request, "user") else "auto"

    @cached_property
    def _here(self) -> Entry | None:
        """The entry of this very page, else the first of its app."""
        match = self.request.resolver_match
        name, app = (match.view_name, match.app_name) if match else ("", "")
        own = [entry for entry in ENTRIES if name in (entry.url_name, *entry.also)]
        own += [entry for entry in ENTRIES if app and entry.url_name.split(":")[0] == app]
        return own[0] if own else None

    @cached_property
    def navigation(self) -> list[dict[str, object]]:
        shown = []
        for entry in ENTRIES:
            try:
                url = reverse(entry.url_name)
            except NoReverseMatch:
                continue
            if entry.used_by(self.request.user):
                count = entry.count(self.request.user)
                shown.append(
                    {
                        "url": url,
                        "icon": entry.icon,
                        "label": entry.label,
                        "here": entry is self._here,
                        "count": count,
                        "tab": entry.tab,
                    }
                )
        return shown


def house(request: HttpRequest) -> dict[str, House]:
    return {"house": House(request)}
