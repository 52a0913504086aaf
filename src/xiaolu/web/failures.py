"""What an error of the machine means to the person: the disk is full, the database is gone or busy."""

import errno

from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils.translation import gettext_noop as _

FULL, READ_ONLY, BUSY, GONE = "full", "read_only", "busy", "gone"
SENTENCES = {
    FULL: _(
        "The server's disk is full. Nothing was saved, nothing was half-saved. Tell your administrator to make room."
    ),
    READ_ONLY: _("The database takes nothing new just now. What is there can be read; nothing was changed."),
    BUSY: _("Somebody is writing very much just now, an import perhaps. Nothing was changed: try again in a minute."),
    GONE: _("The database does not answer. Nothing was changed. Tell your administrator, then try again."),
}
# What SQLite and PostgreSQL say, in small letters; the first that fits.
SAID = (
    (FULL, ("disk is full", "no space left", "could not extend", "disk full")),
    (READ_ONLY, ("readonly database", "read-only", "cannot execute")),
    (BUSY, ("database is locked", "lock timeout", "deadlock", "too many clients", "too many connections", "timeout expired")),
    (GONE, ("unable to open", "connection", "server closed", "could not connect", "disk i/o error", "malformed", "shutting down")),
)  # fmt: skip


def failure(error: BaseException | None) -> str:
    """Which of the failures an error is; '' for a mistake of Xiaolu's own. What wraps another error counts as that one."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return FULL
        if isinstance(error, OSError) and error.errno == errno.EROFS:
            return READ_ONLY
        if isinstance(error, DatabaseError | InterfaceError):
            said = str(error).lower()
            found = next((kind for kind, words in SAID if any(word in said for word in words)), "")
            if found or isinstance(error, OperationalError | InterfaceError):
                return found or GONE
        error = error.__cause__ or error.__context__
    return ""
