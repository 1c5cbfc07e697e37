"""The rooms of ``dcb_guide`` and which way their imports may go."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "dcb_guide"
#: Room → the rooms it may import, itself aside. ``core`` is what starts in the browser.
MAY_IMPORT = {
    "core": set(),
    "files": {"core"},
    "guide": {"core", "files"},
    "proof": {"core", "files", "guide"},
    "records": {"core", "files", "guide"},
    "prefecture": {"core", "files", "guide", "records"},
    "vision": {"core", "files", "guide", "proof", "records", "prefecture"},
    "cli": {"core", "files", "guide", "proof", "records", "prefecture", "vision"},
}


def imports_of(path: Path) -> Iterator[str]:
    """Yield every module a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(module: str) -> str | None:
    """Return the room a module of the package is in."""
    package, _, rest = module.partition(".")
    room = rest.partition(".")[0]
    return room if package == "dcb_guide" and (PACKAGE / room).is_dir() and room else None


FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE)


def test_every_room_has_its_place_in_the_plan():
    assert {path.relative_to(PACKAGE).parts[0] for path in FILES} <= set(MAY_IMPORT)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_down_only(path):
    room = path.relative_to(PACKAGE).parts[0]
    upwards = {module for module in imports_of(path) if room_of(module) not in {None, room, *MAY_IMPORT[room]}}
    assert not upwards


@pytest.mark.parametrize("path", sorted((PACKAGE / "core").glob("*.py")), ids=lambda path: path.name)
def test_the_core_needs_nothing_but_the_standard_library(path):
    foreign = {
        module
        for module in imports_of(path)
        if module.partition(".")[0] not in sys.stdlib_module_names and module.partition(".")[0] != "dcb_guide"
    }
    assert not foreign


def test_no_two_modules_have_the_same_name():
    others = [
        path for room in ("macros", "site_build", "builders", "tools", "bench") for path in (ROOT / room).rglob("*.py")
    ]
    names = [path.stem for path in (*FILES, *others) if not path.stem.startswith("__")]
    assert sorted(names) == sorted(set(names))


def test_no_two_scripts_have_the_same_name():
    names = [path.name for path in (ROOT / "overrides" / "assets").rglob("*") if path.suffix in {".js", ".css"}]
    assert sorted(names) == sorted(set(names))
