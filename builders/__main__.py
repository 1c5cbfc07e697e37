"""Build the site: ``python -m builders [mkdocs|zensical] [--site-dir FOLDER]`` (``make site BUILDER=…``).

Exit status 1, with what is wrong on standard error, when the site cannot be built; the last one then stays as it is.
"""

import argparse
import logging
import os
import sys
from pathlib import Path

import click

from site_build.errors import SiteError
from site_build.site_data import ROOT

BUILDERS = ("mkdocs", "zensical")


def main() -> int:
    """Build with the builder named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m builders", description="Build the site.")
    parser.add_argument("builder", nargs="?", choices=BUILDERS, default=BUILDERS[0])
    parser.add_argument("--site-dir", type=Path, default=ROOT / "site", help="folder of the site (default: site/)")
    wanted = parser.parse_args()
    try:
        if wanted.builder == "zensical":
            from builders.zensical_build import build

            build(wanted.site_dir)
            return 0
        return _build_with_mkdocs(wanted.site_dir)
    except SiteError as error:
        print(f"The site was not built. {error}", file=sys.stderr)
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        print(f"The site was not built. {error.strerror or error}{where}", file=sys.stderr)
    return 1


def _build_with_mkdocs(site: Path) -> int:
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.__main__ import cli

    # The plugin for macros says as a warning what is wrong with one, and then ends the program.
    logging.getLogger("mkdocs.plugins.mkdocs_macros").setLevel(logging.WARNING)
    settings = ["--config-file", str(ROOT / "mkdocs.yml"), "--site-dir", str(site.resolve())]
    try:
        cli.main(["build", "--strict", "--quiet", *settings], standalone_mode=False)
    except click.ClickException as error:  # says in one line what is wrong
        error.show()
        return 1
    except (click.Abort, SystemExit):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
