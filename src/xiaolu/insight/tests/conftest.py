import pytest
from django.core.cache import cache

from xiaolu.insight.tests.make import spancop


@pytest.fixture(autouse=True)
def _nothing_kept():
    """The company's medians are kept for some minutes; no test sees another's."""
    cache.clear()


@pytest.fixture
def method(db):
    return spancop()
