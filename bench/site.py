"""How long the site takes to build, beside plain Material for MkDocs on the same rendered Markdown."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from dcb_guide.guide.read_guide import load
from dcb_guide.proof.model_json import model_json
from macros import TEMPLATES
from macros.render import Renderer

ROOT = Path(__file__).parent.parent
MACRO = re.compile(r"\{\{ (\w+)\((?:(\w+)=\"([^\"]*)\")?\) \}\}")


def rows() -> list[tuple[str, str, str]]:
    """Return the table: our build, plain Material's, the ratio; each the best of three, in turns."""
    with tempfile.TemporaryDirectory() as name:
        plain = _plain_project(Path(name))
        times: dict[str, list[float]] = {"ours": [], "plain": []}
        for number in range(3):
            times["ours"].append(_build(ROOT, Path(name) / f"ours{number}"))
            times["plain"].append(_build(plain, Path(name) / f"plain{number}"))
    ours, theirs = min(times["ours"]), min(times["plain"])
    return [
        ("building the site", f"{ours:.1f} s", ""),
        ("plain Material on the same Markdown", f"{theirs:.1f} s", ""),
        ("ours against plain Material", f"{ours / theirs:.2f}×", "≤ 1.5×"),
    ]


def _build(project: Path, site: Path) -> float:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
    start = time.perf_counter()
    subprocess.run(
        command, cwd=project, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True
    )
    return time.perf_counter() - start


def _plain_project(folder: Path) -> Path:
    """Write the rendered Markdown of both languages as a project of plain Material, search and all."""
    guide = load()
    renderer = Renderer(guide, model_json(guide), TEMPLATES)
    files = {path.name.partition(".")[0]: path.name for path in TEMPLATES.glob("[!_]*.*")}
    project = folder / "plain"
    for path in (ROOT / "docs").glob("*/*.md"):
        language = "en" if path.parent.name == "en" else "ja"

        def rendered(found: re.Match[str], language: str = language) -> str:
            arguments = {found[2]: found[3]} if found[2] else {}
            return renderer.render(files[found[1]], "en" if language == "en" else "ja", **arguments)

        target = project / "docs" / language / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        text = re.sub(r"^template:.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        target.write_text(MACRO.sub(rendered, text), encoding="utf-8")
    shutil.copy(project / "docs" / "en" / "index.md", project / "docs" / "index.md")
    settings = {
        "site_name": "plain",
        "theme": {"name": "material", "font": False},
        "plugins": [{"search": {"lang": ["ja", "en"]}}],
        "markdown_extensions": ["attr_list", "md_in_html", "tables", {"toc": {"permalink": True}}],
    }
    (project / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return project
