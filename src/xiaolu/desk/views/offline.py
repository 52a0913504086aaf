"""What a phone needs to be an app of its own and to work without signal: manifest, service worker, token, waiting list."""

from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from xiaolu import __version__
from xiaolu.org.queries import company

# What the first page of the day needs when there is no signal; more is kept as it is used.
SHELL = (
    "web/tokens.css", "web/layout.css", "web/components.css", "web/charts.css", "activities/activities.css",
    "activities/yellow-card.css", "activities/cards.js", "desk/desk.css", "desk/offline.js", "web/theme.js",
    "web/behaviours.js", "web/keys.js", "web/mark.svg", "vendor/icons.svg", "django_htmx/htmx-2.min.js",
)  # fmt: skip


@login_not_required
@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    icon = {"src": static("web/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    return JsonResponse(
        {
            "name": f"{_('Xiaolu')} · {company().name}", "short_name": _("Xiaolu"), "start_url": "/", "scope": "/",
            "display": "standalone", "lang": get_language() or "zh-hans", "icons": [icon],
        },
        content_type="application/manifest+json",
    )  # fmt: skip


@login_not_required
@never_cache
@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the shell and the last pages of the day; its version follows the files."""
    shell = [static(name) for name in SHELL]
    context = {"version": f"{__version__}-{sha256(chr(10).join(shell).encode()).hexdigest()[:12]}", "shell": shell}
    return render(request, "desk/service-worker.js", context, content_type="text/javascript")


@login_not_required
@never_cache
@require_GET
def fresh_token(request: HttpRequest) -> JsonResponse:
    """Who is signed in just now, and the token with which what waited is sent; nobody: the list goes on waiting."""
    person = request.user.pk if request.user.is_authenticated else None
    return JsonResponse({"person": person, "token": get_token(request) if person else ""})


@require_GET
def waiting_list(request: HttpRequest) -> HttpResponse:
    """What was recorded without signal and waits on this phone, and what the server refused; the phone fills it in."""
    return render(request, "desk/waiting_list.html")
