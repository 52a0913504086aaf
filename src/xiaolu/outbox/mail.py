"""Sending e-mails through the company's mail server."""

import hashlib
from email.utils import formataddr
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from xiaolu.org.queries import company


def is_set_up() -> bool:
    """Whether there is a mail server to send by."""
    return bool(settings.EMAIL_HOST)


def sender() -> str:
    """The address that mails come from."""
    return str(settings.DEFAULT_FROM_EMAIL)


def message(
    *, key: str, to: str, subject: str, text: str, by: str = "", reply_to: str = "", stop: str = ""
) -> EmailMessage:
    """A mail under a key, so that a receiver can know one that comes twice. `stop`: where its reader says "no more"."""
    name = f"{by} · {company().name}" if by else company().name
    number = hashlib.sha256(key.encode()).hexdigest()[:32]
    headers = {"Message-ID": f"<{number}@{sender().rpartition('@')[2] or 'localhost'}>", "X-Xiaolu-Key": number}
    if stop:
        headers["List-Unsubscribe"] = f"<{stop}>"
    return EmailMessage(
        _one_line(subject), text, formataddr((_one_line(name), sender())), [to],
        reply_to=[reply_to] if reply_to else None, headers=headers,
    )  # fmt: skip


def _one_line(text: str) -> str:
    return " ".join(text.split())


class MailRun:
    """The mails of one round over one connection. Once the server is out of reach, the rest of the round is not tried."""

    def __init__(self) -> None:
        self.connection: Any = None
        self.down = ""

    def send(self, mail: EmailMessage) -> tuple[str, bool]:
        """What stood against it ('' when the server took it), and whether it will never be taken."""
        if self.down:
            return self.down, False
        try:
            if self.connection is None:
                self.connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
                self.connection.open()
            self.connection.send_messages([mail])
        except SMTPRecipientsRefused as refused:
            codes = [code for code, _reason in refused.recipients.values()]
            return f"the server refused the address: {_reason(refused)}"[:200], all(code >= 500 for code in codes)
        except SMTPDataError as refused:
            return f"the server refused the mail: {refused.smtp_code} {refused.smtp_error!r}"[
                :200
            ], refused.smtp_code >= 500
        except (UnicodeError, ValueError):
            return "the address can't be written", True
        except (SMTPException, OSError) as problem:
            self.down = f"{type(problem).__name__}: {problem}"[:200]
            return self.down, False
        return "", False

    def close(self) -> None:
        if self.connection is not None and not self.down:
            self.connection.close()


def _reason(problem: SMTPRecipientsRefused) -> str:
    code, text = next(iter(problem.recipients.values()), (0, b""))
    return f"{code} {text.decode('utf-8', 'replace')}"
