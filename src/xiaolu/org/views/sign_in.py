"""Coming in and going out."""

from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xiaolu.org import actions, queries
from xiaolu.org.forms import NewPasswordForm, ProfileForm, SetUpForm, SignInForm
from xiaolu.web.answers import back_to, see

BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    context = {"form": form, "next": back_to(request, "/")}
    if not form.is_valid():
        return render(request, "org/sign_in.html", context, status=422 if form.is_bound else 200)
    name, address = form.cleaned_data["login"], request.META.get("REMOTE_ADDR", "")
    if actions.is_throttled(name, address):
        form.add_error(None, _("Too many attempts. Wait ten minutes, or ask your administrator for a new address."))
        return render(request, "org/sign_in.html", context, status=429)
    person = authenticate(request, username=name, password=form.cleaned_data["password"])
    if person is None:
        actions.count_failure(name, address)
        form.add_error(None, _("Login or password is not right."))
        return render(request, "org/sign_in.html", context, status=422)
    login(request, person)
    actions.note_sign_in(person)
    return see(request, back_to(request, "/"))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return see(request, reverse("org:sign_in"))


@login_not_required
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest, token: str) -> HttpResponse:
    actions.link_for(token)
    form = SetUpForm(request.POST or None)
    if not form.is_valid():
        return render(request, "org/set_up.html", {"form": form}, status=422 if form.is_bound else 200)
    given = {name: form.cleaned_data[name] for name in ("login", "name", "password")}
    login(request, actions.set_up(token, **given), backend=BACKEND)
    return see(request, "/", _("Welcome. Xiaolu is yours."))


@login_not_required
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    link = actions.link_for(token)
    form = NewPasswordForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "person": link.person}
        return render(request, "org/join.html", context, status=422 if form.is_bound else 200)
    login(request, actions.join(token, password=form.cleaned_data["password"]), backend=BACKEND)
    return see(request, "/")


@login_not_required
@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Before sign-in a cookie keeps the language; afterwards the person does."""
    language = "en" if request.POST.get("language") == "en" else "zh-hans"
    if request.user.is_authenticated:
        actions.edit_person(request.user, by=request.user, language=language)
    response = see(request, back_to(request, "/"))
    response.set_cookie("xiaolu_language", language, max_age=365 * 24 * 3600, samesite="Lax")
    return response


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    person = request.user
    form = ProfileForm(
        request.POST or None, initial={name: getattr(person, name) for name in ("name", "language", "theme")}
    )
    if not form.is_valid():
        context = {"form": form, "person": person, "stand_ins": queries.stand_ins(person), "may_arrange": True}
        return render(request, "org/profile.html", context, status=422 if form.is_bound else 200)
    actions.edit_person(person, by=person, **form.cleaned_data)
    return see(request, reverse("org:profile"), _("Saved."))


@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    form = NewPasswordForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "heading": _("Change password"), "submit": _("Save"), "back": reverse("org:profile")}
        return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
    actions.set_password(request.user, password=form.cleaned_data["password"])
    update_session_auth_hash(request, request.user)
    return see(request, reverse("org:profile"), _("Your password was changed; other devices are signed out."))
