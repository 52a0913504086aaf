"""Tests of the whole know the same cast as those of the apps."""

from xiaolu.conftest import *  # noqa: F403
