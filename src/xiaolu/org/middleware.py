"""Sign-in for every page that does not opt out, and each person's own language."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from xiaolu.org import queries
from xiaolu.org.once import one_page


class OnePage:
    """What several parts of one answer ask for is read once."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_page():
            return self.get_response(request)


class SignInRequired(LoginRequiredMiddleware):
    """HTMX is told to load the sign-in page as a page, so that it never lands inside a fragment."""

    def handle_no_permission(self, request: HttpRequest, view_func) -> HttpResponse:
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("org:sign_in")})
        return super().handle_no_permission(request, view_func)


class PersonLanguage:
    """A signed-in person's language, else the cookie of the sign-in page, else the company's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = getattr(request.user, "language", "") or request.COOKIES.get("xiaolu_language", "")
        if language not in {"zh-hans", "en"}:
            language = queries.company().language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
