"""MkDocs hook: the scripts of the tool's page, each with its modules in it; these lie beside them, to be read."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from hooks import node
from hooks.bundle import SCRIPTS, bundled

#: The page's script, and those of its two workers.
ENTRIES = ("tool/tool", "python/worker", "python/compile-worker")
#: What is fetched only when it is asked for, or lies elsewhere in the site, stays a file of its own.
APART = ("--format=esm", "--external:../docx.mjs", "--external:../js-yaml.mjs")


def on_post_build(config: MkDocsConfig) -> None:
    """Write the bundles where the theme has copied the modules."""
    folder = Path(config.site_dir) / "assets"
    if not (folder / "tool").exists():
        return  # the folder of a further language: the files are shared
    for name in ENTRIES:
        try:
            script = bundled(f'import "{SCRIPTS / name}.js";', list(SCRIPTS.rglob("*.js")), *APART)
        except node.NodeError as error:
            raise PluginError(str(error)) from error
        (folder / f"{name}.js").write_text(script, encoding="utf-8")
