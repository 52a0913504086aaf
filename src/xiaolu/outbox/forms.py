"""Parse and check what the pages of robots send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiaolu.domain.rules import RuleBroken
from xiaolu.org.models import Team
from xiaolu.org.queries import tree
from xiaolu.outbox.models import Robot
from xiaolu.outbox.robots import SERVICES, kind_of
from xiaolu.web.form_parts import VersionedForm
from xiaolu.web.rules import sentence


class OwnRobotForm(VersionedForm):
    """Somebody's own robot: a name, and the address that the chat service gave."""

    name = forms.CharField(label=_("Name"), max_length=60)
    address = forms.CharField(
        label=_("Address of the robot"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("As the group chat shows it when you add a robot: WeCom, DingTalk, Feishu, Lark, Slack, Discord, or tgram://… for Telegram."),
    )  # fmt: skip
    secret = forms.CharField(
        label=_("Signing secret"), max_length=100, required=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("DingTalk only, where the robot was made with a signature. Feishu: choose a keyword instead."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            self.initial.pop("address", None)
            self.initial.pop("secret", None)
            self.fields["address"].required = False
            self.fields["address"].help_text = _("Kept, and not shown. Fill it only to change it.")

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].strip()
        if address:
            try:
                kind_of(address)
            except RuleBroken as broken:
                raise forms.ValidationError(sentence(broken)) from broken
        return address


class RobotForm(OwnRobotForm):
    """A robot of a team or of the whole company."""

    serves = forms.ChoiceField(label=_("Who reads it"), choices=Robot.Serves.choices)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("the whole company"),
        help_text=_("The people of this team and below are told here; a team nearer to them goes first."),
    )  # fmt: skip
    names_customers = forms.BooleanField(
        label=_("May name customers"), required=False,
        help_text=_("Everybody in the chat then reads which customer it is about. Without it only the person and the matter are named."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = [team.pk for team, _depth in tree()]
        self.fields["team"].queryset = Team.objects.filter(pk__in=teams)


SERVICE_NAMES = {kind: service.label for kind, service in SERVICES.items()}
