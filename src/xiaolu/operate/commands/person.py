"""xiaolu person add LOGIN --role … --team … | xiaolu person link LOGIN"""

import argparse

from django.conf import settings
from django.urls import reverse

from xiaolu.domain.people import ROLES
from xiaolu.org import actions, queries
from xiaolu.org.models import Team


def add_arguments(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", required=True)
    add = steps.add_parser("add", help="a new person, and the one-time address to sign in with")
    add.add_argument("login")
    add.add_argument("--name", default="", help="as shown; the login when left out")
    add.add_argument(
        "--role", action="append", choices=sorted(ROLES), help="may be given several times; seller when left out"
    )
    add.add_argument("--team", default="", help="code of the home team")
    link = steps.add_parser("link", help="a new one-time sign-in address")
    link.add_argument("login")


def run(options: argparse.Namespace) -> int:
    person = queries.person_by(options.login)
    if options.step == "add":
        if person:
            raise ValueError(f"the login {options.login} is taken")
        team = Team.objects.filter(code=options.team).first()
        if options.team and team is None:
            raise ValueError(f"no team has the code {options.team}")
        roles = options.role or ["seller"]
        person = actions.create_person(
            login=options.login, name=options.name or options.login, roles=roles, team=team, by=None
        )
    elif person is None:
        raise ValueError(f"nobody has the login {options.login}")
    print(address_of(reverse("org:join", args=[actions.make_link(person, by=None)])))
    return 0


def address_of(path: str) -> str:
    """A path as an address that a person can open."""
    return (settings.URL or "http://127.0.0.1:8000") + path
