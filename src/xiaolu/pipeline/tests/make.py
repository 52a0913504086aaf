"""Plain functions that make what pipeline tests need."""

import copy
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from xiaolu.methods import actions as methods
from xiaolu.methods.models import Method
from xiaolu.operate.database import builtin_documents
from xiaolu.org.queries import today
from xiaolu.pipeline import actions
from xiaolu.pipeline.models import Opportunity


def spancop() -> Method:
    return methods.install_builtin([builtin_documents()[0]])[0].method


def make_opportunity(method: Method, **over) -> Opportunity:
    values = {"by": None, "next_date": today() + timedelta(days=1), **over}
    return actions.create_opportunity(method=method, **values)


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)


def nine_step(**head: object) -> Method:
    """The nine-step method, with something else said in its head."""
    document = copy.deepcopy(next(one for one in builtin_documents() if one["method"]["code"] == "nine-step"))
    document["method"] |= head
    return methods.install_builtin([document])[0].method


def pdf(name: str = "报价单.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\n" + b"x" * 100)
