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


def main() -> None:
    """Write the zip and tell its size."""
    site, output = Path(sys.argv[1]), Path(sys.argv[2])
    files = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    note = load().interface["zip_note"]
    files["README.txt"] = "\n".join(note[language] for language in LANGUAGES).encode("utf-8-sig")
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    output.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted({**files, "SHA256SUMS": sums.encode()}.items()):
            packed.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    print(f"{output}: {len(files)} files, {output.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
