"""What roles, their rights and the fields they hide are called."""

from django.utils.translation import gettext_lazy as _

from xiaolu.domain.people import KINDS, ROLES, Role
from xiaolu.org.models import RoleRights

ROLE_NAMES = {
    "seller": _("Seller"),
    "manager": _("Sales manager"),
    "director": _("Sales director"),
    "channel_manager": _("Channel manager"),
    "trainer": _("Trainer"),
    "method_owner": _("Method owner"),
    "administrator": _("Administrator"),
}
SCOPE_NAMES = {
    None: _("Nobody's"),
    "own": _("Own"),
    "subtree": _("Own and those of the team and below"),
    "all": _("Everybody's"),
}
KIND_NAMES = {"account": _("Customers and contacts"), "opportunity": _("Opportunities and figures")}
ABILITY_NAMES = {
    "keeps_house": _("Keeps people, teams, company and audit trail"),
    "keeps_methods": _("Keeps methods and products"),
    "exports": _("Takes lists out as files"),
    "overrides_gates": _("Passes closed gates with a reason, and signs losses off"),
}
FIELD_NAMES = {"amounts": _("Amounts"), "phones": _("Phones and WeChat"), "emails": _("E-mails")}


def role_names() -> dict[str, str]:
    """Every role by code: Xiaolu's, then the company's own."""
    own = RoleRights.objects.exclude(code__in=ROLES).values_list("code", "name")
    return {code: str(name) for code, name in [*ROLE_NAMES.items(), *own]}


def all_roles() -> list[tuple[str, str, Role, bool]]:
    """Code, name, what it gives, and whether the company changed or made it."""
    set_here = {row.code: row.rights for row in RoleRights.objects.all()}
    names = role_names()
    return [(code, name, set_here.get(code) or ROLES[code], code in set_here) for code, name in names.items()]


def reach_lines(rights: Role) -> list[tuple[str, str, str]]:
    """What a role sees and changes, in words, by kind of record."""
    names = {scope: str(name) for scope, name in SCOPE_NAMES.items()}
    return [(str(KIND_NAMES[kind]), names[rights.of(kind).see], names[rights.of(kind).edit]) for kind in KINDS]
