"""An unofficial guide to the co-use of Japan's area data coordination platforms, as data and an engine.

The package carries the decision model; classifying a platform needs the standard library alone:

>>> import dcb_guide
>>> engine = dcb_guide.load_engine()
>>> answers, problems = engine.read({"platform": {"service_provider": "private", "platform_provider": "none"}})
>>> engine.result(answers)["class"]["id"]
'services_only'

Reading files and the guide's data needs the packages of ``dcb-guide[cli]``. All names below are loaded when first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dcb_guide.core.engine import Engine
    from dcb_guide.files.problem import Problem
    from dcb_guide.guide.content import Guide
    from dcb_guide.guide.read_guide import GuideError
    from dcb_guide.library import engine_of, load_engine, load_guide, read_records, verify
    from dcb_guide.records.read_files import ReadRecord

__version__ = "0.1.0"
__all__ = [
    "Engine",
    "Guide",
    "GuideError",
    "Problem",
    "ReadRecord",
    "__version__",
    "engine_of",
    "load_engine",
    "load_guide",
    "read_records",
    "verify",
]
#: Where each public name is defined: the browser starts without most of them.
_MODULES = {
    "Engine": "core.engine",
    "Guide": "guide.content",
    "GuideError": "guide.read_guide",
    "Problem": "files.problem",
    "ReadRecord": "records.read_files",
    **dict.fromkeys(("engine_of", "load_engine", "load_guide", "read_records", "verify"), "library"),
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
