"""The look ahead takes the newest of everything: every upper bound goes, every lower bound stays."""

import json
import tomllib
from pathlib import Path

from tools.lift_bounds import with_newest, without_upper_bounds

ROOT = Path(__file__).resolve().parent.parent


def requirements(text):
    project = tomllib.loads(text)
    extras = project["project"]["optional-dependencies"].values()
    return [one for part in (*extras, *project["dependency-groups"].values()) for one in part]


def test_requirements_keep_their_lower_bounds_alone():
    before = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    after = without_upper_bounds(before)
    assert any("<" in one for one in requirements(before))
    assert not any("<" in one for one in requirements(after))
    assert [one.partition(",")[0].partition("<")[0] for one in requirements(before) if "[" not in one] == [
        one for one in requirements(after) if "[" not in one
    ]
    assert tomllib.loads(before)["build-system"] == tomllib.loads(after)["build-system"]


def test_every_npm_package_is_asked_for():
    text = (ROOT / "package.json").read_text(encoding="utf-8")
    after = json.loads(with_newest(text, lambda name: f"newest of {name}"))
    for part in ("dependencies", "devDependencies"):
        assert after[part] == {name: f"newest of {name}" for name in json.loads(text)[part]}
