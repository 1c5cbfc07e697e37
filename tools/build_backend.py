"""Builds the package (PEP 517): flit's wheel with the decision model in it, made from ``guide_data/``.

So ``pip install`` of a wheel, of a source archive or of the repository classifies platforms without a checkout.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flit_core import buildapi  # type: ignore[import-untyped]
from flit_core.wheel import make_wheel_in  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parent.parent
#: What a wheel is made of beside the model.
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "dcb_guide")

build_editable = buildapi.build_editable
build_sdist = buildapi.build_sdist


def build_wheel(
    wheel_directory: str, config_settings: Mapping[str, Any] | None = None, metadata_directory: str | None = None
) -> str:
    """Build the wheel into a directory and return its name."""
    del config_settings, metadata_directory
    sys.path.insert(0, str(ROOT))
    from dcb_guide.guide.read_guide import load
    from dcb_guide.proof.model_json import model_json

    model = json.dumps(model_json(load(ROOT / "guide_data")), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    with tempfile.TemporaryDirectory() as name:
        staging = Path(name)
        for source in SOURCES:
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, staging / source, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, staging / source)
        (staging / "dcb_guide" / "model.json").write_text(model, encoding="utf-8")
        return Path(make_wheel_in(staging / "pyproject.toml", Path(wheel_directory)).file).name
