"""Parse and check what the house's pages send; saving is the actions' work."""

from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from xiaolu.domain.money import MINOR_DIGITS, SYMBOLS
from xiaolu.org import queries
from xiaolu.org.models import Company, Person, Team
from xiaolu.org.roles import role_names

LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
THEMES = [("auto", _("Like the device")), ("light", _("Light")), ("dark", _("Dark"))]


class SignInForm(forms.Form):
    login = forms.CharField(
        label=_("Login"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class NewPasswordForm(forms.Form):
    password = forms.CharField(label=_("New password"), strip=False, min_length=10, max_length=200,
                               widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))  # fmt: skip
    again = forms.CharField(
        label=_("The same again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("password") != cleaned.get("again"):
            self.add_error("again", _("The two are not the same."))
        elif cleaned.get("password"):
            try:
                validate_password(cleaned["password"])
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class SetUpForm(NewPasswordForm):
    login = forms.SlugField(label=_("Login"), max_length=80, help_text=_("Letters, digits, - and _."))
    name = forms.CharField(label=_("Your name"), max_length=80)
    field_order = ["login", "name", "password", "again"]


class TeamChoice(forms.ModelChoiceField):
    """A team, indented as it lies in the tree."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Team.objects.filter(archived=False), required=False, **kwargs)

    def offer_tree(self) -> None:
        rows = [(team.pk, "　" * depth + team.name) for team, depth in queries.tree()]
        self.choices = [("", _("none")), *rows]


class PersonForm(forms.Form):
    login = forms.RegexField(
        label=_("Login"), regex=r"^[\w.@+-]+\Z", max_length=80, help_text=_("What the person signs in with.")
    )
    name = forms.CharField(label=_("Name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    team = TeamChoice(label=_("Home team"))
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple, initial=["seller"])
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    def __init__(self, *args, person: Person | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["team"].offer_tree()
        self.fields["roles"].choices = list(role_names().items())

    def clean_login(self) -> str:
        login = self.cleaned_data["login"]
        taken = Person.objects.filter(login__iexact=login)
        if self.person:
            taken = taken.exclude(pk=self.person.pk)
        if taken.exists():
            raise forms.ValidationError(_("This login is taken; a login is never given twice."))
        return login


class TeamForm(forms.Form):
    code = forms.RegexField(label=_("Code"), regex=r"^[\w.-]+\Z", max_length=40)
    name = forms.CharField(label=_("Name"), max_length=80)
    parent = TeamChoice(label=_("Part of"))

    def __init__(self, *args, team: Team | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.team = team
        self.fields["parent"].offer_tree()

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        taken = Team.objects.filter(code__iexact=code)
        if self.team:
            taken = taken.exclude(pk=self.team.pk)
        if taken.exists():
            raise forms.ValidationError(_("Another team has this code."))
        return code


class CompanyForm(forms.ModelForm):
    zone = forms.ChoiceField(label=_("Time zone"), choices=[(zone, zone) for zone in sorted(available_timezones())])
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=[
            (code, code)
            for code in sorted({*SYMBOLS, *MINOR_DIGITS, "AUD", "CAD", "SGD", "INR", "BRL", "RUB", "THB", "MYR", "TWD"})
        ],
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    week_start = forms.TypedChoiceField(
        label=_("Week starts on"), coerce=int, choices=[(1, _("Monday")), (7, _("Sunday"))]
    )

    class Meta:
        model = Company
        fields = ["name", "language", "zone", "currency", "week_start", "approves_week_plans"]


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    theme = forms.ChoiceField(label=_("Appearance"), choices=THEMES)
