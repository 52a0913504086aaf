"""How the installation stands."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xiaolu import __version__
from xiaolu.desk import system
from xiaolu.org.access import require_house_keeper


@require_GET
def system_page(request: HttpRequest) -> HttpResponse:
    require_house_keeper(request.user)
    context = {
        "warnings": list(system.warnings()), "standings": system.standings(), "queue": system.queue(),
        "failed": system.failed_jobs(), "seen": system.worker_seen(), "version": __version__, "home": settings.HOME,
        "database": "PostgreSQL" if connection.vendor == "postgresql" else "SQLite",
    }  # fmt: skip
    return render(request, "desk/system_page.html", context)
