"""What is shipped that others made: its licences with their texts, and bills of materials (CycloneDX).

Everything is read from the locks and the installed packages; nothing is fetched. A package whose files hold no text of
its licence has it in ``site_build/licences/``.
"""

import csv
import functools
import json
import re
import uuid
from base64 import b64decode
from dataclasses import dataclass
from importlib.metadata import PackagePath, distribution, version
from pathlib import Path
from typing import Any

from site_build.bundle import MODULES
from site_build.packed_scripts import READER_PACKAGES
from site_build.prefecture_files import PACKAGES, is_licence
from site_build.site_data import ROOT

TEXTS = Path(__file__).with_name("licences")
#: Where the site holds the texts, and its bills of materials.
FOLDER = "licences"
BILL = "bom.cdx.json"
SPECIFICATION = "1.6"
#: Of the node packages, the ones whose code or data the site serves; what they need is shipped with them …
NODE_ROOTS = ("@digital-go-jp/design-tokens", "docx", "js-yaml", "minisearch", "pyodide")
#: … except what only other programs need, with the reason.
NOT_SHIPPED = {
    "@types/emscripten": "types for editors",
    "@types/node": "types for editors",
    "argparse": "js-yaml's own command",
    "undici-types": "types for editors",
    "ws": "Pyodide outside a browser",
}
#: Python's packages with which pages read files in the browser.
PYTHON_PACKAGES = sorted({*PACKAGES, *READER_PACKAGES})
#: What a package says of its licence in its files or classifiers, where it says less in its metadata.
LICENCES = {"et_xmlfile": "MIT AND Python-2.0", **dict.fromkeys(("markdown-it-py", "mdit-py-plugins", "mdurl"), "MIT")}
#: The files that hold everything they need → what of others they do not hold.
ONE_FILE = {
    "dcb-guide-tool.html": {"minisearch", *PACKAGES} - {*READER_PACKAGES},
    "dcb-guide-prefecture.html": {"minisearch", "js-yaml"},
}
#: The theme whose style sheets the site serves. Zensical's is its successor, by the same author under the same licence.
THEME = "mkdocs-material"
#: Where Pyodide's program says of which versions it is made.
PYODIDE_LOCK = MODULES / "pyodide" / "pyodide-lock.json"


@dataclass(frozen=True)
class Shipped:
    """A package of others in what is published."""

    name: str
    version: str
    #: SPDX expression, and the licence's text.
    licence: str
    text: str
    #: Package URL (purl), without a version's qualifiers.
    purl: str
    #: Digest of the package as the lock names it: (algorithm, hexadecimal).
    digest: tuple[str, str] | None = None

    @property
    def file(self) -> str:
        """Path in the site of the licence's text."""
        return f"{FOLDER}/{re.sub(r'[^a-z0-9.-]+', '-', self.name.lower()).strip('-')}.txt"

    def is_in(self, file: str) -> bool:
        """Return whether one of the files that hold everything they need has something of the package in it."""
        return self.name not in ONE_FILE[file]


@functools.cache
def shipped() -> tuple[Shipped, ...]:
    """Return every package of others that is published, by name."""
    info = json.loads(PYODIDE_LOCK.read_text(encoding="utf-8"))["info"]
    emscripten = info["platform"].removeprefix("emscripten_").replace("_", ".")
    icons = Path(str(distribution(THEME).locate_file("material/templates/.icons")))
    found = [
        *map(_node_package, node_packages()),
        *map(_python_package, PYTHON_PACKAGES),
        Shipped(
            "CPython", info["python"], "Python-2.0", _text("Python-2.0"),
            f"pkg:github/python/cpython@v{info['python']}",
        ),
        Shipped(
            "Emscripten", emscripten, "MIT", _text("Emscripten"),
            f"pkg:github/emscripten-core/emscripten@{emscripten}",
        ),
        Shipped(THEME, version(THEME), "MIT", _text_of_distribution(THEME), f"pkg:pypi/{THEME}@{version(THEME)}"),
        Shipped(
            "Material Design Icons", f"{THEME}-{version(THEME)}", "Apache-2.0",
            f"{(icons / 'material' / 'LICENSE').read_text(encoding='utf-8')}\n{_text('Apache-2.0')}",
            "pkg:github/Templarian/MaterialDesign",
        ),
        Shipped(
            "Font Awesome Free", f"{THEME}-{version(THEME)}", "CC-BY-4.0",
            (icons / "fontawesome" / "LICENSE.txt").read_text(encoding="utf-8"),
            "pkg:github/FortAwesome/Font-Awesome",
        ),
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.name.lower()))


def own() -> Shipped:
    """Return the guide itself as a package."""
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    return Shipped("dcb-guide", version("dcb-guide"), "MIT", text, f"pkg:pypi/dcb-guide@{version('dcb-guide')}")


def node_packages() -> list[str]:
    """Return the node packages that are shipped, in the order of their names."""
    lock, found, waiting = _lock(), set[str](), list(NODE_ROOTS)
    while waiting:
        name = waiting.pop()
        if name not in found and name not in NOT_SHIPPED:
            found.add(name)
            waiting += lock[f"node_modules/{name}"].get("dependencies", {})
    return sorted(found)


@functools.cache
def _lock() -> dict[str, Any]:
    packages: dict[str, Any] = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return packages


def _node_package(name: str) -> Shipped:
    entry = _lock()[f"node_modules/{name}"]
    files = sorted(path for path in (MODULES / name).iterdir() if path.name.upper().startswith(("LICENSE", "LICENCE")))
    text = files[0].read_text(encoding="utf-8") if files else _text(entry["license"])
    algorithm, _, digest = entry["integrity"].partition("-")
    assert algorithm == "sha512", entry["integrity"]
    return Shipped(
        name, entry["version"], entry["license"], text, f"pkg:npm/{name.replace('@', '%40')}@{entry['version']}",
        ("SHA-512", b64decode(digest).hex()),
    )  # fmt: skip


def _python_package(name: str) -> Shipped:
    about = distribution(name)
    licence = LICENCES.get(name) or about.metadata.get("License-Expression") or about.metadata["License"]
    # A package URL has the name as PyPI normalises it.
    purl = f"pkg:pypi/{re.sub(r'[-_.]+', '-', name).lower()}@{about.version}"
    return Shipped(name, about.version, licence, _text_of_distribution(name), purl)


def _text(name: str) -> str:
    return (TEXTS / f"{name}.txt").read_text(encoding="utf-8")


def _text_of_distribution(name: str) -> str:
    about = distribution(name)
    # ``files`` would look for each of the theme's 10,000 icons on the disk.
    paths = [PackagePath(row[0]) for row in csv.reader((about.read_text("RECORD") or "").splitlines())]
    found = [str(about.locate_file(path)) for path in paths if is_licence(path)]
    return "\n".join(Path(path).read_text(encoding="utf-8") for path in found)


def files() -> dict[str, bytes]:
    """Return the texts of all licences, the guide's own first, and the bills of materials, by path in the site."""
    texts = {one.file: one.text for one in (own(), *shipped())}
    bills = {BILL: bill_of_materials("site", shipped())}
    bills |= {bill_of(file): bill_of_materials(file, in_one_file(file)) for file in ONE_FILE}
    return {
        # With a mark of their encoding: a plain server says nothing about that of a text file.
        **{name: text.encode("utf-8-sig") for name, text in texts.items()},
        **{name: json.dumps(bill, indent=1, ensure_ascii=False).encode() for name, bill in bills.items()},
    }


def bill_of(file: str) -> str:
    """Return the name of the bill of materials of a file that holds everything it needs."""
    return f"{file.partition('.')[0]}.cdx.json"


def in_one_file(file: str) -> tuple[Shipped, ...]:
    """Return what a file that holds everything it needs has of others."""
    return tuple(one for one in shipped() if one.is_in(file))


def notices(file: str) -> str:
    """Return the licences of what such a file holds, as one text: who copies the file copies them with it."""
    packages = (own(), *in_one_file(file))
    return "\n\n".join(f"{one.name} {one.version} ({one.licence})\n\n{one.text.strip()}\n" for one in packages)


def bill_of_materials(name: str, packages: tuple[Shipped, ...]) -> dict[str, Any]:
    """Return a bill of materials in CycloneDX's JSON, the same whenever and wherever it is made.

    It has no time, and its serial number follows from its content.
    """
    root = {
        "type": "application",
        "bom-ref": f"dcb-guide/{name}",
        "name": f"dcb-guide: {name}",
        "version": own().version,
        "licenses": [{"license": {"id": "MIT"}}],
    }
    components = [_component(one) for one in packages]
    dependencies = [{"ref": root["bom-ref"], "dependsOn": [one["bom-ref"] for one in components]}]
    content = {"metadata": {"component": root}, "components": components, "dependencies": dependencies}
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content, sort_keys=True))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": SPECIFICATION,
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        **content,
    }


def _component(one: Shipped) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": one.purl,
        "name": one.name,
        "version": one.version,
        "licenses": [{"expression": one.licence} if " " in one.licence else {"license": {"id": one.licence}}],
        "purl": one.purl,
    }
    if one.digest:
        component["hashes"] = [{"alg": one.digest[0], "content": one.digest[1]}]
    return component
