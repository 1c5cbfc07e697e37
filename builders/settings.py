"""What the builders read of the settings in ``mkdocs.yml``."""

import os
from pathlib import Path
from typing import Any

import yaml

from dcb_guide.core.languages import FIRST, LANGUAGES


def nav_sources(nav: list[Any]) -> list[str]:
    """Return the pages' sources in a navigation, in order: ``["index.md", "tool.md", …]``; titles are left out."""
    found: list[str] = []
    for entry in nav:
        if isinstance(entry, str):
            found.append(entry)
        elif isinstance(entry, list):
            found += nav_sources(entry)
        else:
            found += nav_sources(list(entry.values()))
    return found


class _Loader(yaml.SafeLoader):
    """Resolves environment variables; Python objects stay as they are written and are never made."""


class _Dumper(yaml.SafeDumper):
    """Writes what the loader has read."""


def _from_environment(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    """Return the value of ``!ENV [NAME, …, default]``."""
    if not isinstance(node, yaml.SequenceNode):
        return os.environ.get(str(node.value), "")
    *names, default = loader.construct_sequence(node)
    return next((os.environ[name] for name in names if name in os.environ), default)


_Loader.add_constructor("!ENV", _from_environment)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda _loader, _suffix, node: node)
_Dumper.add_multi_representer(yaml.Node, lambda _dumper, node: node)


def language_settings(listed: list[Any]) -> list[dict[str, Any]]:
    """Return the settings of the plugin for languages, one for each language of the guide.

    A language that they do not list has those of its fallback, under its own name.
    """
    known: dict[str, dict[str, Any]] = {one["locale"]: dict(one) for one in listed}
    for code, row in LANGUAGES.items():
        if code not in known:
            shared = {name: value for name, value in known[row.fallback or FIRST].items() if value is not None}
            own = {"locale": code, "name": row.name, "theme": {"language": code}, "default": False, "link": f"/{code}/"}
            known[code] = {**shared, **own}
    return [known[code] for code in LANGUAGES]


def read_settings(path: Path) -> dict[str, Any]:
    """Return the settings of ``mkdocs.yml``."""
    settings: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    return settings


def write_settings(settings: dict[str, Any], path: Path) -> None:
    """Write settings as a builder reads them."""
    path.write_text(yaml.dump(settings, Dumper=_Dumper, allow_unicode=True, sort_keys=False), encoding="utf-8")
