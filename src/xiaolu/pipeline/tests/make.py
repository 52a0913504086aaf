"""Plain functions that make what pipeline tests need."""

from datetime import date, timedelta

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
