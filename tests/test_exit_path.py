"""The same content builds with Zensical, the successor of Material for MkDocs; docs/adr/0005 tells what differs."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent


class _Plain(yaml.SafeLoader):
    """Reads mkdocs.yml without its tags for environment variables and Python objects."""


_Plain.add_multi_constructor("!", lambda *_: None)
_Plain.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)


@pytest.mark.slow
def test_zensical_builds_every_page_from_the_same_content(tmp_path):
    settings = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _Plain)
    kept = {name: settings[name] for name in ("site_name", "use_directory_urls")}
    kept["plugins"] = [{"macros": {"module_name": "macros", "on_error_fail": True}}]
    kept["markdown_extensions"] = ["attr_list", "md_in_html", "tables", {"toc": {"permalink": True}}]
    kept["theme"] = {"name": "material", "font": False, "custom_dir": "overrides"}
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")
    for name in ("docs", "macros", "guide_data"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("adr", "*.json", "benchmarks.md"))
    (tmp_path / "overrides").mkdir()
    for name in ("tool.html", "search.html"):
        (tmp_path / "overrides" / name).write_text('{% extends "base.html" %}\n')
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build"], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for language in ("ja", "en"):
        for page in (ROOT / "docs" / language).glob("*.md"):
            name = "index.html" if page.stem == "index" else f"{page.stem}/index.html"
            assert (tmp_path / "site" / language / name).exists(), page
    tables = (tmp_path / "site" / "en" / "decisions" / "index.html").read_text(encoding="utf-8")
    assert tables.count("<table") >= 8
    assert "Stand-alone" in tables
    assert 'id="dcb-form"' in (tmp_path / "site" / "ja" / "tool" / "index.html").read_text(encoding="utf-8")
