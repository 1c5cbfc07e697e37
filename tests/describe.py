"""Descriptions of platforms for property tests, and the plain meaning of "unknown" to compare the engine with."""

from itertools import product
from pathlib import Path

import yaml
from hypothesis import strategies as st

HALF = st.booleans()
ABOUT = yaml.safe_load((Path(__file__).parent.parent / "guide_data" / "about.yml").read_text(encoding="utf-8"))
#: The version of the decision model, as records and addresses name it.
MODEL_VERSION = ABOUT["model_version"]


def answers(engine, known=HALF):
    """Valid answers, each given or unknown; facets only of what exists."""

    @st.composite
    def drawn(draw):
        given: dict[str, object] = {}
        for item in engine.inputs:
            if (item.facet_of is None or given.get(item.facet_of) == "exists") and draw(known):
                given[item.id] = draw(st.sampled_from(item.values))
        return given

    return drawn()


def completions(engine, given, inputs):
    """Every way to answer the unknown ones among ``inputs``, what is given staying as it is."""
    unknown = [engine.by_id[name] for name in inputs if name not in given]
    for values in product(*(item.values for item in unknown)):
        yield {**given, **{item.id: value for item, value in zip(unknown, values, strict=True)}}
