"""What the pages ``inventory/`` and ``cost/`` load and no other page does: packages, the survey's form, the example.

The packages are those of the build's own environment, which was installed from locked wheels: each file is compared
with the hash that its wheel recorded. Only what is pure Python goes along.
"""

import base64
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable
from importlib.metadata import PackagePath, distribution, version
from pathlib import Path, PurePosixPath

from dcb_guide.guide.content import survey_texts
from dcb_guide.guide.prefecture_survey import read_municipalities
from dcb_guide.vision.plain_guide import plain_guide
from site_build.errors import SiteError
from site_build.site_data import DATA, ROOT, SiteData

#: openpyxl and what it needs read and write workbooks; PyYAML reads YAML without its C part; markdown-it-py and what it
#: needs read a vision's own prose.
PACKAGES = ("et_xmlfile", "markdown-it-py", "mdit-py-plugins", "mdurl", "openpyxl", "PyYAML")
#: Parts of packages that nothing here needs: plugins but that for footnotes, a command.
NOT_NEEDED = re.compile(r"mdit_py_plugins/(?!__init__|utils|footnote/)|markdown_it/cli/")
#: In the demo's zip the answers to the letters are in a folder of their own.
DEMO = {"": ROOT / "examples" / "prefecture_a", "answers/": ROOT / "examples" / "prefecture_a_answers"}
#: Name in the manifest → path below ``assets/``.
PATHS = {
    "prefecture-packages": "prefecture/packages.zip",
    "prefecture-form": "prefecture/form.json",
    "prefecture-demo": "prefecture/demo.zip",
}
DATE = (1980, 1, 1, 0, 0, 0)


def prefecture_files(data: SiteData) -> dict[str, bytes]:
    """Return the files' contents by their names in the manifest; raises SiteError for a package that was changed."""
    form = {**survey_texts(data.guide), "municipalities": read_municipalities(DATA), "vision": plain_guide(data.guide)}
    demo = {f"{name}{path.name}": path.read_bytes() for name, folder in DEMO.items() for path in folder.iterdir()}
    contents = [
        packed_packages(PACKAGES),
        json.dumps(form, ensure_ascii=False, separators=(",", ":")).encode(),
        _zipped(demo),
    ]
    return dict(zip(PATHS, contents, strict=True))


def versions() -> list[str]:
    """Return the packages with their versions, on which the files depend."""
    return [f"{name} {version(name)}" for name in PACKAGES]


def packed_packages(names: Iterable[str]) -> bytes:
    """Return packages as a zip: their pure Python, and their licences. Raises SiteError for one that was changed."""
    files: dict[str, bytes] = {}
    for name in names:
        for path in distribution(name).files or []:
            if NOT_NEEDED.match(path.as_posix()):
                continue
            if (path.suffix == ".py" and path.parts[0] != "_yaml") or is_licence(path):
                files[path.as_posix()] = _as_recorded(path)
    return _zipped(files)


def is_licence(path: PackagePath) -> bool:
    """Return whether a file of a package is the text of a licence; some spell it the British way."""
    return path.parts[0].endswith(".dist-info") and path.name.upper().startswith("LICEN")


def _as_recorded(path: PackagePath) -> bytes:
    """Return a file's content, which must be the one that its wheel recorded."""
    content = Path(str(path.locate())).read_bytes()
    if path.hash is not None:
        digest = base64.urlsafe_b64encode(hashlib.new(path.hash.mode, content).digest()).decode().rstrip("=")
        if digest != path.hash.value:
            raise SiteError(f"{path} differs from what its wheel recorded: set up the environment anew")
    return content


def _zipped(files: dict[str, bytes]) -> bytes:
    """Return a zip of files that are not compressed in it: it is compressed as a whole."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(PurePosixPath(name).as_posix(), DATE), content)
    return packed.getvalue()
