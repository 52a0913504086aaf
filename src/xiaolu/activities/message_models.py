"""Messages to customers: texts to begin with, what the company rules about them, and those that are to be written."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xiaolu.customers.models import Account, Contact
from xiaolu.domain.method import Text
from xiaolu.methods.models import Method
from xiaolu.org.models import Person
from xiaolu.pipeline.models import Opportunity


class MessageTemplate(models.Model):
    """A text to begin with, of the company or of one person; with placeholders (domain.method.placeholders)."""

    name = models.CharField(_("Name"), max_length=80)
    subject_zh = models.CharField(_("Subject, Chinese"), max_length=120, blank=True)
    text_zh = models.TextField(_("Text, Chinese"), blank=True)
    subject_en = models.CharField(_("Subject, English"), max_length=120, blank=True)
    text_en = models.TextField(_("Text, English"), blank=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="message_templates")
    archived = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text_zh="", text_en=""), name="a_template_has_a_text")]

    def __str__(self) -> str:
        return self.name

    @property
    def text(self) -> Text:
        return Text(self.text_zh or self.text_en, self.text_en or self.text_zh)

    @property
    def subject(self) -> Text:
        return Text(self.subject_zh or self.subject_en, self.subject_en or self.subject_zh)


class MessageRule(models.Model):
    """What the company rules about one message of a method: whether it is asked for, with which text, and whether it goes by
    itself. Without a row: asked for, with the method's text, never by itself."""

    method = models.ForeignKey(Method, models.CASCADE, related_name="message_rules")
    code = models.CharField(max_length=60)
    asks = models.BooleanField(_("Is asked for"), default=True)
    goes_by_itself = models.BooleanField(_("Goes by e-mail by itself"), default=False)
    template = models.ForeignKey(MessageTemplate, models.PROTECT, null=True, related_name="+", verbose_name=_("Text"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["method", "code"], name="one_rule_of_a_message"),
            models.CheckConstraint(condition=Q(goes_by_itself=False) | Q(asks=True), name="what_goes_is_asked_for"),
        ]

    def __str__(self) -> str:
        return self.code


class Message(models.Model):
    """A message that is to be written to a customer, because something happened or is to come.

    `event`: the activity it comes from. `sent_as`: the activity as which it was sent. The worker reminds once of it, from
    `remind_at` on.
    """

    class State(models.TextChoices):
        DUE = "due", _("to be sent")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("not needed")

    owner = models.ForeignKey(Person, models.PROTECT, related_name="messages")
    account = models.ForeignKey(Account, models.PROTECT, related_name="messages")
    opportunity = models.ForeignKey(Opportunity, models.PROTECT, null=True, related_name="messages")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="messages")
    event = models.ForeignKey("activities.Activity", models.PROTECT, related_name="messages")
    method = models.ForeignKey(Method, models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    state = models.CharField(max_length=7, choices=State, default=State.DUE)
    remind_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    sent_as = models.ForeignKey("activities.Activity", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "due_at"], condition=Q(state="due"), name="messages_due_of_an_owner"),
            models.Index(
                fields=["remind_at", "id"],
                condition=Q(state="due", reminded_at__isnull=True),
                name="messages_to_remind_of",
            ),
            models.Index(fields=["account", "state"], name="messages_at_an_account"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["event", "code"], name="one_message_of_an_event"),
            models.CheckConstraint(condition=Q(state="sent") ^ Q(sent_as__isnull=True), name="sent_as_an_activity"),
        ]

    def __str__(self) -> str:
        return f"{self.name_zh} · {self.account}"

    @property
    def name(self) -> Text:
        return Text(self.name_zh, self.name_en)
