"""What is published of a vision's survey and of its cost plan."""

from typing import Any

from dcb_guide.prefecture.cost import per_head, share_costs
from dcb_guide.prefecture.cost_plan import PREFECTURE, Plan
from dcb_guide.prefecture.survey import Survey
from dcb_guide.vision.cost_agreement import percents


def published_survey(survey: Survey | None) -> dict[str, Any] | None:
    """Return what a vision shows of its survey, without any note: platforms, municipalities, who uses what."""
    if survey is None:
        return None
    names = {one.code: one.name for one in survey.municipalities}
    return {
        "as_of": survey.as_of,
        "services": len(survey.services),
        "platforms": [
            {
                "name": one.name or one.id,
                "owner": names.get(one.owner, one.owner),
                "field": one.field,
                "status": one.status,
                "users": len([body for body in dict.fromkeys(one.used_by) if body != PREFECTURE]),
            }
            for one in survey.platforms
        ],
        "municipalities": [
            {
                "code": one.code,
                "name": one.name,
                "population": one.population,
                "uses": [used.name or used.id for used in survey.platforms if one.code in used.used_by],
            }
            for one in survey.municipalities
        ],
    }


def published_costs(plan: Plan | None) -> dict[str, Any] | None:
    """Return what a vision shows of its cost plan: what each body pays over all years, in whole yen."""
    if plan is None:
        return None
    sharing = share_costs(plan)
    bodies = [
        {"name": None, "population": None, "shares": sharing.prefecture},
        *(
            {"name": one.name, "population": one.population, "shares": shares}
            for one, shares in zip(plan.participants, sharing.participants, strict=True)
        ),
    ]
    build_percent, run_percents = percents(plan)
    return {
        "name": plan.name,
        "prefecture_build_percent": build_percent,
        "prefecture_run_percent": run_percents,
        "years": plan.years,
        "build": plan.build,
        "grant": plan.grant,
        "scheme": plan.scheme,
        "total": plan.net_build + sum(plan.run),
        "bodies": [
            {
                "name": one["name"],
                "build": shares.build + shares.buy_in - shares.credit,
                "run": sum(shares.run),
                "total": shares.total,
                "per_head": per_head(shares.total, one["population"]),
            }
            for one in bodies
            for shares in (one["shares"],)
        ],
    }
