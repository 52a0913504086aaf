import pytest

from xiaolu.methods.queries import published_rules
from xiaolu.org import actions
from xiaolu.org.models import Person


@pytest.fixture(autouse=True)
def nothing_read_before():
    """Each test has its own versions, whose numbers come again."""
    published_rules.cache_clear()
    yield
    published_rules.cache_clear()


@pytest.fixture
def keeper(db) -> Person:
    """方晴, who owns the methods and changes no deals."""
    return actions.create_person(login="fangqing", name="方晴", roles=["method_owner"], by=None)
