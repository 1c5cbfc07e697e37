"""A plan as a document, in the blocks and words of a vision's; and as lines for a terminal."""

from typing import Any

from dcb_guide.core.document import Block, roadmap_blocks
from dcb_guide.core.languages import LanguageCode, text_in
from dcb_guide.core.roadmap import month_text
from dcb_guide.core.values import fill
from dcb_guide.vision.plan import Plan, as_initiatives


def plan_blocks(plan: Plan, vision: dict[str, Any], texts: dict[str, Any], language: LanguageCode) -> list[Block]:
    """Return a plan as a table, a schedule, and the order of its tasks; the vision's initiatives are in it."""
    unpriced = [{"cost_million_yen": None, "after": [], **one} for one in as_initiatives(plan, texts["parties"])]
    together = {**vision, "initiatives": [*vision["initiatives"], *unpriced]}
    title = fill(text_in(texts["draft"]["plan_title"], language), first=plan.first, last=plan.last)
    return [{"kind": "heading", "level": 1, "text": title}, *roadmap_blocks(together, texts, language)]


def plan_lines(plan: Plan, texts: dict[str, Any], language: LanguageCode) -> list[str]:
    """Return a plan for a terminal: months, title, who leads, by their start."""
    parties = {one["id"]: text_in(one["label"], language) for one in texts["parties"]}
    return [
        "  ".join(
            (
                f"{month_text(plan.spans[one.id][0])}–{month_text(plan.spans[one.id][1])}",
                "¥" if one.task["needs_budget"] else " ",
                text_in(one.task["title"], language),
                f"[{parties[one.task['leads']]}]",
            )
        )
        for one in sorted(plan.tasks, key=lambda one: plan.spans[one.id])
    ]
