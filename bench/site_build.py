"""How long the site takes to build, against plain Material for MkDocs on the same rendered Markdown."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import jinja2
import yaml

from bench.figure import Figure, ratio
from macros import define_env

ROOT = Path(__file__).parent.parent
ROUNDS = 3
#: Settings of a page that name a template of ours, which plain Material does not have.
TEMPLATE_SETTING = re.compile(r"^template:.*\n", re.MULTILINE)


def figures() -> list[Figure]:
    """Compare our build with plain Material's: each the best of three, in turns, both with warm caches."""
    with tempfile.TemporaryDirectory() as name:
        plain = _plain_project(Path(name))
        ours, peers = [], []
        for number in range(ROUNDS):
            ours.append(_build(ROOT, Path(name) / f"ours{number}"))
            peers.append(_build(plain, Path(name) / f"plain{number}"))
    return [ratio("building the site, against plain Material on the same Markdown", min(ours), min(peers), bound=1.5)]


def _build(project: Path, site: Path) -> float:
    """Return the seconds that building a project takes, in a process of its own."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
    start = time.perf_counter()
    subprocess.run(
        command, cwd=project, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True
    )
    return time.perf_counter() - start


class _Macros:
    """What :func:`macros.define_env` asks of a builder: a page, and a place for macros."""

    def __init__(self) -> None:
        self.page = SimpleNamespace()
        self.named: dict[str, Callable[..., str]] = {}

    def macro(self, function: Callable[..., str], name: str) -> None:
        """Take a macro up under its name."""
        self.named[name] = function


def _plain_project(folder: Path) -> Path:
    """Write the rendered Markdown of all pages as a project of plain Material, search and all."""
    macros = _Macros()
    define_env(macros)
    # Pages read settings of the site too, which are empty unless a fork sets them.
    config = SimpleNamespace(extra={})
    project = folder / "plain"
    for path in (ROOT / "docs").glob("*/*.md"):
        name = path.relative_to(ROOT / "docs")
        macros.page.file = SimpleNamespace(src_uri=name.as_posix())
        target = project / "docs" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        text = TEMPLATE_SETTING.sub("", path.read_text(encoding="utf-8"))
        target.write_text(jinja2.Template(text).render(macros.named, config=config), encoding="utf-8")
    shutil.copy(project / "docs" / "en" / "index.md", project / "docs" / "index.md")
    settings = {
        "site_name": "plain",
        "theme": {"name": "material", "font": False},
        "plugins": [{"search": {"lang": ["ja", "en"]}}],
        "markdown_extensions": ["attr_list", "md_in_html", "tables", {"toc": {"permalink": True}}],
    }
    (project / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return project
