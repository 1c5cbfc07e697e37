"""Fork the guide for prefectures, as they would: a vision begun, checked and built; then an upstream release merged.

Usage: ``python -m tools.forks [COUNT]``, or ``--only CODE…`` for some prefectures (``make forks`` takes all 47).
Everything happens in a temporary folder.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import FIRST, LANGUAGES
from dcb_guide.guide.read_guide import load
from dcb_guide.proof.model_json import model_json
from tools.chromium import chromium
from tools.serve import served

ROOT = Path(__file__).resolve().parent.parent
#: How many forks axe-core looks at.
SAMPLE = 3
#: What the release changes: file, what stands there, what stands there then. Texts, rules and the vision's form.
RELEASE = [
    ("guide_data/organisations/01_serial.yml", "都道府県", "県または都・道・府"),
    ("guide_data/about.yml", "model_version: 2.0.0", "model_version: 2.1.0"),
    ("guide_data/requirements/03_scope.yml", "severity: required", "severity: recommended"),
    ("guide_data/decisions/07_pathway.yml", "    then: join\n", "    then: SWAPPED\n"),
    ("guide_data/decisions/07_pathway.yml", "    then: build_together\n", "    then: join\n"),
    ("guide_data/decisions/07_pathway.yml", "    then: SWAPPED\n", "    then: build_together\n"),
    ("guide_data/publication.yml", "{path: colour,", "{path: accent,"),
    ("guide_data/publication.yml", "colour, logo, licence", "accent, logo, licence"),
    ("guide_data/publication.yml", "  colour: {blue", "  accent: {blue"),
    ("dcb_guide/vision/vision_types.py", "SCHEMA_VERSION = 1", "SCHEMA_VERSION = 2"),
    ("dcb_guide/vision/vision_types.py", "schema_version: Literal[1]", "schema_version: Literal[2]"),
    ("dcb_guide/vision/vision_types.py", '    colour: Colour = "blue"', '    accent: Colour = "blue"'),
    ("dcb_guide/vision/vision_json.py", '"colour"', '"accent"'),
    ("dcb_guide/vision/template.yml", "schema_version: 1 ", "schema_version: 2 "),
    ("dcb_guide/vision/template.yml", "colour: blue", "accent: blue"),
    ("site_build/vision_files.py", "data.vision.vision.colour", "data.vision.vision.accent"),
    (
        "dcb_guide/vision/migrate.py",
        "MIGRATIONS: dict[int, Migration] = {}",
        'MIGRATIONS: dict[int, Migration] = {1: lambda data: rename(data, "colour", "accent")}',
    ),
]


def main() -> None:
    """Fork, look at a sample, release, merge; end with 1 where anything failed."""
    arguments = sys.argv[1:]
    known = [one.code for one in load().prefectures]
    codes = arguments[1:] if arguments[:1] == ["--only"] else known[: int(arguments[0]) if arguments else None]
    count, failed = len(codes), 0
    with upstream_copy() as upstream:
        forks = list(made(upstream, codes))
        for fork in forks[:: max(1, count // SAMPLE)][:SAMPLE]:
            problems = accessibility(fork)
            failed += bool(problems)
            print(f"{fork.name}: {problems or 'axe-core finds nothing'}")
        release(upstream)
        for fork in forks:
            problems = merge(fork)
            failed += bool(problems)
            print(f"{fork.name}: {problems or 'merged, valid'}", flush=True)
    print(f"{count - failed} of {count} without conflict and valid")
    sys.exit(1 if failed else 0)


@contextmanager
def upstream_copy() -> Iterator[Path]:
    """Yield a clone of this repository that stands for upstream."""
    with tempfile.TemporaryDirectory() as name:
        upstream = Path(name) / "upstream"
        git(Path(name), "clone", "--quiet", str(ROOT), str(upstream))
        git(upstream, "checkout", "--quiet", "-B", "main")
        yield upstream


def made(upstream: Path, codes: Sequence[str]) -> Iterator[Path]:
    """Yield forks of prefectures by their codes, each with a vision of generated platforms, checked and built."""
    guide = load()
    model = Engine(model_json(guide))
    for prefecture in [one for one in guide.prefectures if one.code in codes]:
        fork = upstream.parent / f"fork-{prefecture.code}"
        git(upstream.parent, "clone", "--quiet", str(upstream), str(fork))
        for name in ("node_modules", ".cache"):
            (fork / name).symlink_to(ROOT / name)
        records = [fork / f"platform_{number}.json" for number in (1, 2)]
        for record in records:
            record.write_text(json.dumps(generated(model, f"{prefecture.name[FIRST]} {record.stem}")), encoding="utf-8")
        guide_command(fork, "vision", "init", "--prefecture", prefecture.code, *(f"--from={path}" for path in records))
        for record in records:
            record.unlink()
        guide_command(fork, "vision", "check")
        begun = time.monotonic()
        build(fork)
        print(f"{fork.name}: built in {time.monotonic() - begun:.0f} s", flush=True)
        git(fork, "add", "guide_data/vision")
        git(fork, "commit", "--quiet", "--message", "The prefecture's vision")
        yield fork


def generated(model: Engine, name: str) -> dict[str, object]:
    """Return a record with some of the questions answered."""
    chance = random.Random(name)
    record: dict[str, dict[str, object]] = {"platform": {}, "context": {}}
    for item in model.inputs:
        if item.facet_of is None and item.kind != "record" and chance.random() < 0.7:
            record[item.part][item.id] = chance.choice(item.values)
    return {"name": name, **record}


def accessibility(fork: Path) -> str:
    """Return what axe-core finds on the vision's page of a built fork, in both languages; nothing where it is sound."""
    axe = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    found: list[str] = []
    with chromium() as browser, served(fork / "site") as address:
        for language in LANGUAGES:
            page = browser.new_page()
            for name in ("", "vision-platforms/", "vision-plan/", "vision-appendix/"):
                page.goto(f"{address}{LANGUAGES[language].prefix}{name}")
                page.evaluate(axe)
                found += page.evaluate("axe.run(document).then((result) => result.violations.map((one) => one.id))")
    return ", ".join(found)


def release(upstream: Path) -> None:
    """Commit a release that changes texts, rules and the vision's form."""
    for name, old, new in RELEASE:
        path = upstream / name
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise ValueError(f"{name}: {old!r} is not there")
        path.write_text(text.replace(old, new), encoding="utf-8")
    git(upstream, "commit", "--quiet", "--all", "--message", "A release")


def merge(fork: Path) -> str:
    """Merge upstream's release into a fork and bring its vision up to date; return what went wrong, or nothing."""
    try:
        git(fork, "pull", "--quiet", "--no-rebase", "--no-edit", "origin", "main")
        report = guide_command(fork, "vision", "update", "--lang", "en")
        guide_command(fork, "vision", "check")
    except subprocess.CalledProcessError as error:
        return str(error.stdout or "") + str(error.stderr or "")
    if "accent: blue" not in (fork / "guide_data/vision/vision.yml").read_text(encoding="utf-8"):
        return "not migrated"
    return "" if "from version 2.0.0 to 2.1.0" in report else "the update does not say what the release changed"


def build(fork: Path, site: Path | None = None, builder: str = "mkdocs") -> Path:
    """Build a checkout's site as ``make site`` does and return its folder; raises ``CalledProcessError``."""
    site = site or fork / "site"
    run(fork, sys.executable, "-m", "builders", builder, "--site-dir", str(site))
    return site


def guide_command(fork: Path, *arguments: str) -> str:
    """Run the fork's own ``dcb-guide``."""
    return run(fork, sys.executable, "-c", "from dcb_guide.cli.main import main; main()", *arguments)


def git(folder: Path, *arguments: str) -> str:
    """Run Git as somebody, without asking for anything."""
    who = ("-c", "user.name=fork", "-c", "user.email=fork@example.invalid", "-c", "protocol.file.allow=always")
    return run(folder, "git", *who, *arguments)


def run(folder: Path, *command: str) -> str:
    """Run a command in a folder and return what it printed; raises ``CalledProcessError``."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, env=environment)
    return done.stdout


if __name__ == "__main__":
    main()
