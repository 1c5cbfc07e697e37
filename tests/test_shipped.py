"""What is published of others: named with its licence's text, in bills of materials that are valid CycloneDX."""

import base64
import gzip
import html
import io
import json
import re
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from site_build import shipped
from site_build.bundle import MODULES
from site_build.packed_scripts import LIBRARIES
from site_build.site_data import ROOT
from tools.make_zip import SETTINGS

LOCK = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
#: By which a Python package, and a library of JavaScript, is known in what is published.
MODULES_OF = {"pyyaml": b"yaml", "openpyxl": b"openpyxl", "et_xmlfile": b"et_xmlfile"}
WORDS_OF = {"js-yaml": "tag:yaml.org,2002:", "docx": "wordprocessingml", "minisearch": "Invalid combination operator"}
#: What a licence's text says of itself, by its SPDX id.
SAYS = {
    "MIT": "permission", "MPL-2.0": "Mozilla Public License Version 2.0", "Python-2.0": "PYTHON SOFTWARE FOUNDATION",
    "Apache-2.0": "Apache License", "CC-BY-4.0": "CC BY 4.0",
}  # fmt: skip


def test_every_package_has_its_licences_text():
    for one in shipped.shipped():
        for licence in one.licence.split(" AND "):
            assert SAYS[licence].lower() in one.text.lower(), one.name
    assert len({one.file for one in shipped.shipped()}) == len(shipped.shipped())


def test_every_node_package_that_the_shipped_ones_need_is_shipped_or_named_with_a_reason():
    assert set(LIBRARIES) <= set(shipped.NODE_ROOTS)
    roots = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert set(roots) - set(shipped.NODE_ROOTS) == {"acorn", "esbuild"}  # they make scripts and are in none
    named = {*shipped.node_packages(), *shipped.NOT_SHIPPED}
    for name in shipped.node_packages():
        assert set(LOCK[f"node_modules/{name}"].get("dependencies", {})) <= named
    for name in shipped.NOT_SHIPPED:
        assert f"node_modules/{name}" in LOCK


def test_a_library_imports_none_of_the_packages_that_are_said_not_to_be_shipped():
    for name in LIBRARIES:
        for path in (MODULES / name / "dist").rglob("*.mjs"):
            imported = re.findall(r'(?:from|import)\s*"([^".][^"]*)"', path.read_text(encoding="utf-8"))
            assert not set(imported) & set(shipped.NOT_SHIPPED), path


def named(bill: bytes) -> dict[str, str]:
    """Return the packages of a bill of materials with their versions."""
    parsed = Bom.from_json(json.loads(bill))  # type: ignore[attr-defined]
    return {component.name: component.version for component in parsed.components}


def test_the_bills_of_materials_are_valid_and_say_what_is_installed():
    files = shipped.files()
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    for name in (shipped.BILL, *map(shipped.bill_of, shipped.ONE_FILE)):
        assert validator.validate_str(files[name].decode()) is None
        found = named(files[name])
        assert found["pyodide"] == LOCK["node_modules/pyodide"]["version"]
        assert found[shipped.THEME] == version(shipped.THEME)
        assert ("minisearch" in found) == (name == shipped.BILL)
    assert shipped.files() == files


def test_the_site_and_the_single_file_carry_the_texts(site):
    for one in (shipped.own(), *shipped.shipped()):
        assert (site / one.file).read_text(encoding="utf-8-sig") == one.text
        for page in ("licences", "en/licences"):
            assert one.file in (site / page / "index.html").read_text(encoding="utf-8")
    for file in shipped.ONE_FILE:
        content = html.unescape((site / file).read_text(encoding="utf-8"))
        for one in (shipped.own(), *shipped.in_one_file(file)):
            assert one.text.strip() in content, (file, one.name)


def as_on_pypi(name: str) -> str:
    """Return a package's name as PyPI normalises it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def python_packages(packed: bytes) -> dict[str, str]:
    """Return the Python packages in a zip, with their versions, by the folders of their metadata."""
    with zipfile.ZipFile(io.BytesIO(gzip.decompress(packed))) as archive:
        folders = {name.partition("/")[0] for name in archive.namelist()}
    found = re.findall(r"^(.+?)-([^-]+)\.dist-info$", "\n".join(folders), re.MULTILINE)
    return {as_on_pypi(name): number for name, number in found}


def parts_of(file: Path) -> dict[str, bytes]:
    """Return the files that are part of one of the files that need no server."""
    found = re.findall(r'data-file="([^"]+)">([^<]+)<', file.read_text(encoding="utf-8"))
    return {name: base64.b64decode(content) for name, content in found}


def python_in_bill(bill: bytes) -> dict[str, str]:
    """Return the Python packages with which pages read files, as a bill of materials has them."""
    return {as_on_pypi(name): number for name, number in named(bill).items() if name in shipped.PYTHON_PACKAGES}


def test_the_bill_of_the_site_has_every_python_package_that_pages_fetch(site):
    fetched: dict[str, str] = {}
    for path in (site / "assets").rglob("*.zip.gz"):
        fetched |= python_packages(path.read_bytes())
    assert fetched.pop("dcb-guide") == shipped.own().version
    assert fetched == python_in_bill((site / shipped.BILL).read_bytes())


def test_the_bills_of_files_have_every_python_package_in_them(site):
    bills = {file: (site / shipped.bill_of(file)).read_bytes() for file in shipped.ONE_FILE}
    prefecture, tool = parts_of(site / "dcb-guide-prefecture.html"), parts_of(site / "dcb-guide-tool.html")
    assert python_packages(prefecture["prefecture-packages"]) == python_in_bill(bills["dcb-guide-prefecture.html"])
    # The zip of the modules with which the tool reads files has their names as they are.
    reader = b"".join(gzip.decompress(tool[name]) for name in ("reader", "memory"))
    found = {as_on_pypi(name) for name, module in MODULES_OF.items() if b"%b/__init__" % module in reader}
    assert found == python_in_bill(bills["dcb-guide-tool.html"]).keys()


@pytest.mark.parametrize("file", shipped.ONE_FILE)
def test_the_bills_of_files_have_every_library_in_their_scripts(site, file):
    """Each library has a word in it that stays when a script is made small."""
    parts = parts_of(site / file)
    scripts = (gzip.decompress(parts[name]).decode() for name in ("yaml", "word") if name in parts)
    text = "".join([(site / file).read_text(encoding="utf-8"), *scripts])
    assert WORDS_OF["minisearch"] in (site / "search" / "index.html").read_text(encoding="utf-8")
    found = {name for name, word in WORDS_OF.items() if word in text}
    assert found == named((site / shipped.bill_of(file)).read_bytes()).keys() & WORDS_OF.keys()


# ── The zip ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def packed(site, tmp_path_factory):
    output = tmp_path_factory.mktemp("zip") / "site.zip"
    done = subprocess.run([sys.executable, "-m", "tools.make_zip", str(site), str(output)], cwd=ROOT)
    assert done.returncode == 0
    with zipfile.ZipFile(output) as archive:
        yield archive


def types_of_iis():
    root = ElementTree.parse(SETTINGS / "web.config").getroot()
    static = root.find("system.webServer/staticContent")
    assert static is not None
    # IIS answers every request with 500.19 where a type is there twice.
    removed = [one.get("fileExtension") for one in static.findall("remove")]
    given = [(one.get("fileExtension"), one.get("mimeType")) for one in static.findall("mimeMap")]
    assert removed == [name for name, _ in given]
    assert len(set(removed)) == len(removed)
    return dict(given)


def types_of_apache():
    lines = (SETTINGS / ".htaccess").read_text(encoding="utf-8").splitlines()
    return {line.split()[2]: line.split()[1] for line in lines if line.startswith("AddType")}


def types_of_nginx():
    block = re.search(r"types \{(.*?)\}", (SETTINGS / "nginx.conf").read_text(encoding="utf-8"), re.DOTALL)
    assert block
    lines = [line.strip(" ;").split() for line in block[1].splitlines() if line.strip()]
    return {f".{suffix}": kind for kind, *suffixes in lines for suffix in suffixes}


def test_the_zip_has_settings_for_servers_with_the_type_of_every_file(packed):
    names = packed.namelist()
    assert {"web.config", ".htaccess", "nginx.conf", shipped.BILL, "SHA256SUMS"} <= set(names)
    types = types_of_iis()
    assert types_of_apache() == types
    assert types_of_nginx() == types
    suffixes = {f".{name.rpartition('.')[2]}" for name in names if name not in ("SHA256SUMS",)}
    assert suffixes - {".config", ".htaccess", ".conf"} <= set(types)


@pytest.mark.parametrize("name", ["web.config", ".htaccess", "nginx.conf"])
def test_every_server_sends_the_same_headers(name):
    text = (SETTINGS / name).read_text(encoding="utf-8")
    for words in ("no-cache", "nosniff", "no-referrer", "frame-ancestors 'self'"):
        assert words in text
