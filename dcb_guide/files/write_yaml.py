"""Plain data as YAML that every reader takes for the same: the project's own, YAML 1.1 (PyYAML) and YAML 1.2.

What a text looks like decides nothing: ``1e3``, ``no``, ``1:30`` or ``~`` as a name comes back as that name. The tool's
page writes by the same rule (``overrides/assets/tool/yaml-text.js``).
"""

import re
from typing import Any

import yaml

#: Ids, as the model names questions and answers: the only texts that are written without quotation marks …
PLAIN = re.compile(r"[a-z]+(_[a-z0-9]+)*")
#: … but for those that YAML of some version takes for something else.
CONSTANTS = {"y", "n", "yes", "no", "true", "false", "null", "on", "off"}
#: No line is broken.
WIDTH = 1_000_000


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


class _OneLineDumper(_Dumper):
    pass


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    is_id = PLAIN.fullmatch(value) and value not in CONSTANTS
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if is_id else '"')


def _lines(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    if "\n" in value:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|")
    return _text(dumper, value)


_Dumper.add_representer(str, _lines)
_OneLineDumper.add_representer(str, _text)


def yaml_text(data: Any) -> str:
    """Return data as YAML, a key or an item a line, in its own order."""
    return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH))


def in_one_line(data: Any) -> str:
    """Return data as YAML on one line, for the value of a key."""
    text = yaml.dump(
        data, Dumper=_OneLineDumper, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=True
    )
    return str(text).removesuffix("\n").removesuffix("\n...")
