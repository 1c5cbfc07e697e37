"""The reference of the Python library, made from signatures and docstrings of what ``dcb_guide`` offers."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import dcb_guide
from macros.maintainers.architecture import escaped

#: The path of a module before a type's name.
MODULE = re.compile(r"\b(?:\w+\.)+(?=[A-Z])")
#: Longer signatures have a line for each parameter.
WIDTH = 80


def public() -> dict[str, Any]:
    """Return what the package offers by name, in the order of its ``__all__``; constants are left out."""
    offered = {name: getattr(dcb_guide, name) for name in dcb_guide.__all__}
    return {name: item for name, item in offered.items() if callable(item)}


def reference() -> str:
    """Return a section for each public function and class, with the public methods of the latter."""
    return "\n".join(line for name, item in public().items() for line in _section(name, item))


def _section(name: str, item: Any) -> Iterator[str]:
    yield f"\n## `{name}` {{ #{name} }}\n"
    yield f"```python\n{_signature(name, item)}\n```\n"
    yield _text(item)
    if inspect.isclass(item):
        for member, value in _members(item):
            yield f"\n### `{name}.{member}` {{ #{name}.{member} }}\n"
            if not isinstance(value, property):
                yield f"```python\n{_signature(member, value)}\n```\n"
            yield _text(value)


def _members(item: type) -> Iterator[tuple[str, Any]]:
    """Yield the public methods and properties that a class defines itself and that have a docstring."""
    for name, value in vars(item).items():
        shown = value.__func__ if isinstance(value, (classmethod, staticmethod)) else value
        if not name.startswith("_") and (inspect.isfunction(shown) or isinstance(shown, property)) and shown.__doc__:
            yield name, shown


def _signature(name: str, item: Any) -> str:
    if inspect.isclass(item) and issubclass(item, BaseException):
        return f"class {name}({item.__bases__[0].__name__})"
    if hasattr(item, "model_fields"):
        return f"class {name}"  # built by reading files, and its fields are those of the files
    keyword = "class" if inspect.isclass(item) else "def"
    try:
        signature = inspect.signature(item)
    except (TypeError, ValueError):  # a type without a constructor of its own
        return f"{keyword} {name}"
    parameters = [
        one.replace(annotation=_Plain(one.annotation)) if isinstance(one.annotation, str) else one
        for one in signature.parameters.values()
        if one.name != "self"
    ]
    returned = signature.return_annotation
    if inspect.isclass(item):
        returned = inspect.Signature.empty
    elif isinstance(returned, str):
        returned = _Plain(returned)
    text = str(signature.replace(parameters=parameters, return_annotation=returned))
    line = f"{keyword} {name}{MODULE.sub('', text)}"
    if len(line) <= WIDTH or not parameters:
        return line
    listed = "".join(f"    {MODULE.sub('', str(one))},\n" for one in parameters)
    return f"{keyword} {name}(\n{listed}){MODULE.sub('', text.rpartition(')')[2])}"


class _Plain:
    """An annotation that is shown as it was written."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def _text(item: Any) -> str:
    """Return a docstring as Markdown; what is indented in it, an example, stays as it is."""
    parts = inspect.cleandoc(item.__doc__ or "").split("\n\n")
    return "\n\n".join(_part(part) for part in parts)


def _part(part: str) -> str:
    if part.startswith((" ", ">>>")):
        return f"```python\n{inspect.cleandoc(part)}\n```"
    return escaped(" ".join(part.split()))
