"""Records of the house for tests of every app."""

from xiaolu.org import actions
from xiaolu.org.models import CustomField


def make_custom_field(**over) -> CustomField:
    return actions.create_custom_field(**{"kind": "account", "name": "设备台数", "type": "whole", "by": None, **over})
