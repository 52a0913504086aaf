"""Builds what the wheel carries and git does not: front-end files and compiled translations."""

import subprocess
import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).resolve().parent.parent


class AssetsAndTranslations(BuildHookInterface):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict) -> None:
        if version != "editable":
            for step in ("assets.py", "messages.py"):
                subprocess.run([sys.executable, str(ROOT / "tooling" / step), "build"], check=True)


class Dependencies(MetadataHookInterface):
    """The dependencies stand once, in requirements/run.in."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict) -> None:
        lines = (ROOT / "requirements" / "run.in").read_text().splitlines()
        metadata["dependencies"] = [line for line in lines if line and not line.startswith("#")]
