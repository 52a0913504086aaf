"""What the address of every page of figures chooses: method, whose, which day, which period, which part."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

from xiaolu.domain.periods import Period, twelve_months_to
from xiaolu.insight import access
from xiaolu.insight.forms import LensForm
from xiaolu.insight.queries.readings import Lens, Part, names
from xiaolu.methods.models import Method
from xiaolu.methods.queries import methods
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline.queries.frames import By, Frame, keyed
from xiaolu.pipeline.queries.methods import in_use

SPLITS: tuple[By, ...] = ("person", "team", "industry", "source", "growth")
KEPT = ("scope", "at", "start", "end", "since")  # what an address of a figure carries along


@dataclass(frozen=True)
class Chosen:
    look: Lens
    form: LensForm
    by: By
    span: str
    query: str

    @property
    def is_past(self) -> bool:
        return self.look.at < today()


def method_for(code: str) -> Method | None:
    """The method that an address names, else the one that is worked with most. Raises Http404 for an unknown one."""
    if not code:
        return in_use()
    found = methods().filter(code=code).first()
    if found is None:
        raise Http404
    return found


def chosen(request: HttpRequest, method: Method, *, parts: bool = False) -> Chosen:
    """The lens that an address describes. With `parts` the `by` and `key` of the address name one row of a split."""
    return chosen_for(request.user, request.GET, method, parts=parts)


def chosen_for(
    user: Person, asked: Mapping[str, str], method: Method, *, parts: bool = False, also: Iterable[str] = ()
) -> Chosen:
    """The same for what an address asked for; `also`: what else its links carry along."""
    form = LensForm(asked if any(asked.get(name) for name in KEPT) else {})
    valid = form.is_valid()
    given = form.cleaned_data if valid else {}
    at = given.get("at") or today()
    end = given.get("end") or at
    period = Period(given["start"], end) if given.get("start") else twelve_months_to(end)
    scope = access.scope_for(user, asked.get("scope", ""))
    by: By = next((split for split in SPLITS if split == asked.get("by")), "person")
    discreet = user.hides("amounts")
    look = Lens(method, at, period, scope, given.get("since"), hides_amounts=discreet)
    if parts and "key" in asked and "by" in asked:
        look = Lens(method, at, period, scope, given.get("since"), part_for(look, by, asked["key"]), discreet)
    kept = {name: asked[name] for name in KEPT if valid and asked.get(name)}
    if "scope" in asked:
        kept["scope"] = asked["scope"]
    kept |= {name: asked[name] for name in also if name in asked}
    return Chosen(look, form, by, "month" if asked.get("span") == "month" else "week", urlencode(kept))


def part_for(look: Lens, by: By, code: str) -> Part:
    """One row of a split. Raises Http404 when it does not belong to the scope."""
    if by != "growth" and not (code.isascii() and code.isdecimal() and len(code) < 16):
        raise Http404
    key: int | str = code if by == "growth" else int(code)
    spans = keyed(Frame(look.method, by, look.scope.spans).spans, by) if by in ("person", "team") else None
    called = names(by, [key])[key]
    if (spans is not None and key not in {span.key for span in spans}) or (key and not called):
        raise Http404
    return Part(by, key, called)
