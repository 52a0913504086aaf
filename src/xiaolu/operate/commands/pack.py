"""xiaolu pack METHOD --at DAY [--team CODE] [--as-user LOGIN] OUT.pptx|.xlsx|.pdf: the weekly meeting pack as a file."""

import argparse
import json
from datetime import timedelta
from pathlib import Path

from django.http import Http404, HttpRequest
from django.utils import translation

from xiaolu.activities.queries import meetings
from xiaolu.desk.meeting_access import scope_of, scope_of_pack
from xiaolu.desk.pack.document import document, lens_of
from xiaolu.desk.pack.files import KINDS, made
from xiaolu.desk.pack.papers import papers
from xiaolu.insight.queries.scopes import Scope
from xiaolu.methods.queries import require
from xiaolu.operate import asked
from xiaolu.org.models import Person
from xiaolu.org.queries import company, today


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("method", help="code of the method")
    parser.add_argument("file", type=Path, metavar="OUT.pptx|.xlsx|.pdf")
    parser.add_argument("--at", type=asked.day, help="as of the end of this day, yesterday when left out (YYYY-MM-DD)")
    parser.add_argument("--team", default="", help="only this team and all below it, by its code")
    parser.add_argument(
        "--as-user", default="", metavar="LOGIN", help="what this person may see; all rights when left out"
    )
    parser.add_argument(
        "--language", choices=["zh-hans", "en"], default="", help="the person's or the company's when left out"
    )
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    ending = options.file.suffix.removeprefix(".").lower()
    if ending not in KINDS:
        raise ValueError(f"{options.file} ends in none of {', '.join('.' + one for one in KINDS)}")
    method, at = require(options.method), options.at or today() - timedelta(days=1)
    if at > today():
        raise ValueError(f"{at} lies after today")
    user = _person(options.as_user) if options.as_user else None
    scope = _scope(user, options)
    request = HttpRequest()
    request.user = user  # type: ignore[assignment]
    with translation.override(options.language or getattr(user, "language", "") or company().language):
        pack = document(lens_of(method, scope, at), meetings.first_day_of(scope.team, today(), at), today())
        options.file.write_bytes(made(request, ending, papers(user, method, scope.team, pack, None)))
    since = pack["since"]
    said = {"file": str(options.file), "method": method.code, "scope": scope.code, "from": since, "at": at.isoformat()}
    print(json.dumps(said, ensure_ascii=False) if options.json else f"{since} – {at} in {options.file}")
    return 0


def _person(login: str) -> Person:
    found = Person.objects.filter(login=login, is_active=True).first()
    if found is None:
        raise ValueError(f"nobody has the login {login}")
    return found


def _scope(user: Person | None, options: argparse.Namespace) -> Scope:
    """The team of --team, else everybody; for --as-user only what that person may see. Raises ValueError."""
    team = asked.team(options) if options.team else None
    if user is None:
        return scope_of(team)
    try:
        return scope_of_pack(user, f"team:{team.code}" if team else "")
    except Http404:
        raise ValueError(f"{user.login} may not see this team's figures") from None
