"""Speaking through the robot of a group chat: which services there are, how an address reads, what was answered.

The library says "sent" for every answer with status 200; WeCom, DingTalk and Feishu say only in its body whether they
took the message, so the answers are heard as well.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import requests
from django.utils.translation import gettext_lazy as _

from xiaolu.domain.rules import RuleBroken
from xiaolu.outbox.models import Robot

MOST_TEXT = 1800  # of the shortest service; the library cuts what is longer into several


@dataclass(frozen=True)
class Service:
    """A chat service: what the address of its robot looks like, and where the library speaks to it."""

    label: Any
    address: str
    module: str
    plugin: str
    url: str


SERVICES = {
    "wecom": Service(
        _("WeCom"), r"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=(?P<token>[\w-]{8,80})",
        "wecombot", "NotifyWeComBot", "wecombot://{token}/",
    ),
    "dingtalk": Service(
        _("DingTalk"), r"https://oapi\.dingtalk\.com/robot/send\?access_token=(?P<token>[0-9A-Za-z]{20,128})",
        "dingtalk", "NotifyDingTalk", "dingtalk://{secret}{token}/",
    ),
    "feishu": Service(
        _("Feishu"), r"https://open\.feishu\.cn/open-apis/bot/v2/hook/(?P<token>[\w-]{8,80})",
        "feishu", "NotifyFeishu", "feishu://{token}/",
    ),
    "lark": Service(
        _("Lark"), r"https://open\.larksuite\.com/open-apis/bot/v2/hook/(?P<token>[\w-]{8,80})",
        "lark", "NotifyLark", "lark://{token}/",
    ),
    "slack": Service(
        _("Slack"), r"https://hooks\.slack\.com/services/(?P<token>T[0-9A-Z]{6,12}/B[0-9A-Z]{6,12}/[0-9A-Za-z]{20,30})",
        "slack", "NotifySlack", "slack://{token}/",
    ),
    "discord": Service(
        _("Discord"), r"https://discord\.com/api/webhooks/(?P<token>[0-9]{10,24}/[\w-]{20,100})",
        "discord", "NotifyDiscord", "discord://{token}/",
    ),
    "telegram": Service(
        _("Telegram"), r"tgram://(?P<token>[0-9]{6,12}:[\w-]{30,40}/-?[0-9]{4,20})/?",
        "telegram", "NotifyTelegram", "tgram://{token}/",
    ),
}  # fmt: skip
SIGNED = ("dingtalk",)  # services with which a message is signed by a secret


def kind_of(address: str) -> str:
    """Which service the address of a robot belongs to. Raises RuleBroken (robot_address_unknown)."""
    for kind, service in SERVICES.items():
        if re.fullmatch(service.address, address.strip()):
            return kind
    raise RuleBroken("robot_address_unknown")


def say(robot: Robot, text: str) -> str:
    """Speak in the robot's chat. Gives what stood against it, '' when the service took it."""
    service = SERVICES[robot.kind]
    found = re.fullmatch(service.address, robot.address)
    if found is None:
        return "the address is not one of this service"
    secret = f"{robot.secret}@" if robot.secret and robot.kind in SIGNED else ""
    plugin = getattr(import_module(f"apprise.plugins.{service.module}"), service.plugin)
    url = service.url.format(token=found["token"], secret=secret) + "?overflow=split&rto=10&cto=5"
    with _heard() as answers:
        taken = plugin(**plugin.parse_url(url)).notify(body=text, body_format="text")
    return next((told for told in map(_refusal, answers) if told), "" if taken and answers else "no connection")


def _refusal(answer: requests.Response) -> str:
    """Why a service did not take a message; '' when it did."""
    if not answer.ok:
        return f"answer {answer.status_code}"
    try:
        told = json.loads(answer.text)
    except ValueError:
        return ""
    if not isinstance(told, dict):
        return ""
    code = next((told[name] for name in ("errcode", "code", "StatusCode") if name in told), 0)
    reason = told.get("errmsg") or told.get("msg") or told.get("StatusMessage") or ""
    return "" if code in (0, "0") else f"{code} {reason}"[:200]


_answers: ContextVar[list[requests.Response] | None] = ContextVar("answers", default=None)
_send = requests.Session.send


def _listen(self: requests.Session, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
    answer = _send(self, request, **kwargs)
    heard = _answers.get()
    if heard is not None:
        heard.append(answer)
    return answer


requests.Session.send = _listen  # type: ignore[method-assign]


@contextmanager
def _heard() -> Iterator[list[requests.Response]]:
    """The answers that this thread gets meanwhile."""
    heard: list[requests.Response] = []
    token = _answers.set(heard)
    try:
        yield heard
    finally:
        _answers.reset(token)
