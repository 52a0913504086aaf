"""A mail server and a chat service on this machine, and plain functions that make letters."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from unittest.mock import patch

from aiosmtpd.controller import Controller
from django.test import override_settings

from xiaolu.org.models import Person
from xiaolu.outbox import actions
from xiaolu.outbox.actions import put
from xiaolu.outbox.letters import letter
from xiaolu.outbox.models import Letter, Robot

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7b34-4bc4-97a0-0ec2sifa5aaa"


class Mailbox:
    """What a mail server took; `refuse`: the answer to addresses that it does not take."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.refuse: dict[str, str] = {}

    async def hear_receiver(self, server, session, envelope, address, options):
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def hear_mail(self, server, session, envelope):
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    handle_RCPT, handle_DATA = hear_receiver, hear_mail  # as the library calls them


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mail server by which Xiaolu sends meanwhile."""
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    own = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": server.port,
        "EMAIL_TIMEOUT": 3, "DEFAULT_FROM_EMAIL": "xiaolu@example.com", "URL": "https://xiaolu.example.com",
    }  # fmt: skip
    try:
        with override_settings(**own):
            yield box
    finally:
        server.stop()


class Chat:
    """What a chat service was told, and what it answers."""

    def __init__(self) -> None:
        self.heard: list[dict] = []
        self.status, self.answer = 200, {"errcode": 0, "errmsg": "ok"}

    @property
    def texts(self) -> list[str]:
        return [one["text"]["content"] for one in self.heard]


@contextmanager
def chat_service() -> Iterator[Chat]:
    """WeCom, spoken to on this machine instead."""
    chat = Chat()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            chat.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            body = json.dumps(chat.answer).encode()
            self.send_response(chat.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            """Silent."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/send?key={{key}}"
    try:
        with patch("apprise.plugins.wecombot.NotifyWeComBot.notify_url", address):
            yield chat
    finally:
        server.shutdown()
        server.server_close()


def make_robot(by: Person, **over: Any) -> Robot:
    return actions.create_robot(**{"name": "华东群", "address": WECOM, "by": by, **over})


def make_letter(key: str = "k1", **over: Any) -> Letter:
    put([letter(**{"key": key, "way": "email", "about": "test", "subject": "要点", "text": "1、报价", **over})])
    return Letter.objects.get(key=key)
