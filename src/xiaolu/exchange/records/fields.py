"""The tables that are not opportunities: the fields of each kind, how each cell is read, and what a row refers to."""

from collections.abc import Callable
from typing import Any

from xiaolu.domain import activity_cells, cells
from xiaolu.domain.cells import CellInvalid
from xiaolu.domain.credit_codes import is_credit_code, tidy_code
from xiaolu.domain.custom_fields import Definition, read
from xiaolu.domain.headings import ACTIVITIES, plain
from xiaolu.domain.people import ROLES
from xiaolu.domain.record_headings import RECORD_HEADINGS
from xiaolu.org.queries import company
from xiaolu.org.roles import all_roles

KINDS = tuple(RECORD_HEADINGS)
TRACE = {
    "accounts": "account", "contacts": "contact", "activities": "activity", "competitors": "competitor", "people": "person", "teams": "team",
}  # fmt: skip  # as traces name them
HOUSE = {"people", "teams", "competitors"}  # only administrators load these
KEPT_IN = {"people", "teams"}  # only administrators take these out
# Fields that name another record, and by what a row lacks it (see models.LACKS).
REFERENCES = {"owner": "owners", "industry": "industries", "source": "sources", "team": "teams", "account": "accounts"}
LONGEST = {
    "name": 200, "code": 40, "phone": 60, "email": 254, "wechat": 60, "region": 80, "address": 300, "website": 200,
    "owner": 80, "industry": 80, "source": 80, "contact": 80, "account": 200, "post": 80, "login": 80, "team": 80,
    "parent": 80, "products_used": 300, "current_supplier": 120, "payment_terms": 300, "employees": 200,
}  # fmt: skip
LONGEST_OF = {("contacts", "name"): 80, ("people", "name"): 80, ("people", "phone"): 40, ("teams", "name"): 80,
              ("competitors", "name"): 80}  # fmt: skip
MEASURES = ("yearly_volume", "supplier_price", "credit_limit")  # thousandths, and minor units of the currency
PARAGRAPHS = ("business", "organisation", "purchasing_habits", "relationship")
ACCOUNT_KINDS = {
    "organisation": "组织 企业 公司 单位 机构 organisation organization company",
    "person": "个人 自然人 person individual",
}
ROLE_WORDS = {
    "seller": "销售 销售员 销售代表 业务员", "manager": "经理 销售经理 主管 团队经理", "director": "总监 销售总监",
    "channel_manager": "渠道经理", "trainer": "培训师 教练", "method_owner": "方法负责人 方法管理员", "administrator": "管理员 系统管理员",
}  # fmt: skip
KIND_OF = {plain(word): kind for kind, words in ACCOUNT_KINDS.items() for word in words.split()}
ROLE_OF = {plain(word): role for role in ROLES for word in [role, *ROLE_WORDS.get(role, "").split()]}


def role_word(role: str, *, chinese: bool) -> str:
    """How a role is written in a table."""
    return ROLE_WORDS[role].split()[0] if chinese and role in ROLE_WORDS else role


def converter(
    kind: str, name: str, today: Any, *, dayfirst: bool, scale: int = 1, own: Definition | None = None
) -> Callable[[object], Any]:
    """How a cell of a field is read; `own`: the definition of a field of the company's own. Raises CellInvalid."""
    if kind == ACTIVITIES:
        return activity_cells.reader(name, dayfirst=dayfirst)
    digits = company().digits
    if own:
        return lambda cell: read(own, cell, currency=digits, dayfirst=dayfirst, scale=scale)
    if name in MEASURES:
        return lambda cell: cells.number(cell, 3 if name == "yearly_volume" else digits, scale=scale)
    special: dict[str, Callable[[object], Any]] = {
        "note": cells.paragraph,
        **dict.fromkeys(PARAGRAPHS, _paragraph),
        "kind": _account_kind,
        "login": _login,
        "credit_code": _credit_code,
        "no_messages": lambda cell: activity_cells.reader("reached")(cell) == "yes",
        "since": lambda cell: cells.past_day(cell, today, dayfirst=dayfirst).isoformat(),
    }
    longest = LONGEST_OF.get((kind, name), LONGEST.get(name, 0))
    if name == "roles":
        return _roles()
    if kind == "teams" and name == "code":
        return _code
    return special.get(name) or (lambda cell: cells.text(cell, longest))


def _paragraph(cell: object) -> str:
    said = cells.paragraph(cell)
    if len(said) > 10_000:
        raise CellInvalid("too_long", longest=10_000)
    return said


def _account_kind(cell: object) -> str:
    """organisation or person; other words (a company's own classes) are left out."""
    return KIND_OF.get(plain(cells.text(cell)), "")


def _roles() -> Callable[[object], list[str]]:
    """Reads the roles of a person, divided by commas: shipped ones by their words, all by name or code."""
    known = ROLE_OF | {plain(word): code for code, name, *_ in all_roles() for word in (code, str(name))}

    def read(cell: object) -> list[str]:
        said = cells.text(cell, 200)
        for sign in "，、;；/|":
            said = said.replace(sign, ",")
        words = [word for word in said.split(",") if word.strip()]
        if unknown := [word for word in words if plain(word) not in known]:
            raise CellInvalid("unknown_role", value=unknown[0].strip()[:40])
        return sorted({known[plain(word)] for word in words})

    return read


def _credit_code(cell: object) -> str:
    code = tidy_code(cells.text(cell, 60))
    if not is_credit_code(code):
        raise CellInvalid("bad_credit_code", value=code[:40])
    return code


def _login(cell: object) -> str:
    said = cells.text(cell, 80)
    if not said.replace(".", "").replace("@", "").replace("+", "").replace("-", "").replace("_", "").isalnum():
        raise CellInvalid("bad_login", value=said[:40])
    return said


def _code(cell: object) -> str:
    said = cells.text(cell, 40)
    if not said.replace(".", "").replace("-", "").replace("_", "").isalnum():
        raise CellInvalid("bad_code", value=said[:40])
    return said
