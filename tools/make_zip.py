"""Write the built site as one zip for a closed network's web server, with the hash of every file in it.

Usage: ``python -m tools.make_zip SITE OUTPUT.zip`` (``make zip`` builds the site first). The same site gives the same
bytes.
"""

import hashlib
import sys
import zipfile
from pathlib import Path

from dcb_guide.core.languages import LANGUAGES
from dcb_guide.guide.read_guide import load

#: The earliest date a zip can hold: what is in it does not depend on when it was made.
EPOCH = (1980, 1, 1, 0, 0, 0)

#: Settings for web servers, which the zip has beside the site.
SETTINGS = Path(__file__).with_name("server_settings")


def main() -> None:
    """Write the zip and print its size."""
    site, output = Path(sys.argv[1]), Path(sys.argv[2])
    names = [path.relative_to(site) for path in site.rglob("*") if path.is_file()]
    files = {name.as_posix(): (site / name).read_bytes() for name in names if not is_stray(name)}
    files |= {path.name: path.read_bytes() for path in SETTINGS.iterdir()}
    note = load().interface["zip_note"]
    files["README.txt"] = "\n".join(note[language] for language in LANGUAGES).encode("utf-8-sig")
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    output.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted({**files, "SHA256SUMS": sums.encode()}.items()):
            packed.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    print(f"{output}: {len(files)} files, {output.stat().st_size / 1e6:.1f} MB")


def is_stray(name: Path) -> bool:
    """Return whether a file in the site's folder is none of the site's, such as ``.env`` or ``.git/config``."""
    return any(part.startswith(".") for part in name.parts)


if __name__ == "__main__":
    main()
