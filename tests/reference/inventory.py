"""A prefecture's inventory once more, as plainly as it can be written: every platform looks at every other one.

It shares no code with :mod:`dcb_guide.prefecture.inventory` and reads nothing of ``guide_data/``. Surveys are the plain
data of ``tests/cases/inventory.jsonl``; ``decide`` says what follows from one platform's answers.
"""

import unicodedata
from typing import Any

DERIVED_LEVELS = {"peer_identity_proofing": "identity_proofing", "peer_authentication": "authentication"}
LEVELS = ["level_1", "level_2", "level_3"]
KINDS = ["authentication_only", "proofing_and_authentication", "aml", "public_identity"]
CRITERIA = ["standard_data_models", "public_api", "shared_authentication", "recommended_module", "co_used"]


def take(survey, decide):
    """Return what the cases give of a survey, and the values by which the platforms of groups are compared."""
    platforms = survey["platforms"]
    by_data = survey["partition"] == "by_data"
    for one in platforms:
        one["counts"] = one["status"] in ("existing", "decided") and one["answers"].get("platform_provider") != "none"
        one["groups"], one["open_group"] = groups_of(one, by_data, decide)
    for one in platforms:
        derived = derive(one, survey)
        one["derived"] = {name: value for name, value in derived.items() if name not in one["answers"]}
        one["contradictions"] = {
            name
            for name, value in derived.items()
            if name in one["answers"] and differ(name, one["answers"][name], value)
        }
        one["all"] = {**derived, **one["answers"]}
        one["decided"] = decide(one["all"])
        possible = one["decided"]["pathway"]["possible"]
        one["pathway"] = possible[0] if len(possible) == 1 else "open"
    counted = [one for one in platforms if one["counts"]]
    groups = [group_of(name, counted) for name in dict.fromkeys(name for one in counted for name in one["groups"])]
    return {
        "platforms": platforms,
        "groups": groups,
        "contradictions": {(one["id"], name) for one in platforms for name in one["contradictions"]},
        "principles": principles(counted, groups, by_data),
        "numbers": numbers(survey, counted, groups),
    }


def groups_of(one, by_data, decide):
    answers = one["answers"]
    if by_data:
        kind = decide(answers)["data_kind"]["possible"]
        if len(kind) > 1:
            return [], True
        return {"both": ["personal", "non_personal"], "none": []}.get(kind[0], kind), False
    if answers.get("field_scope") == "cross_field":
        return ["*"], False
    field = unicodedata.normalize("NFKC", one["field"]).strip().casefold()
    return ([field], False) if field else ([], True)


def derive(one, survey):
    others = [other for other in survey["platforms"] if other is not one and other["counts"]]
    near = [other for other in others if set(other["groups"]) & set(one["groups"])]
    found: dict[str, Any] = {}
    if one["groups"]:
        found["peers"] = len(near)
        found["prefecture_platform"] = any(other["owner"] == "prefecture" for other in near)
        if any(other["groups"] and other not in near for other in others):
            found["other_fields"] = True
        elif not any(other["open_group"] for other in others):
            found["other_fields"] = False
    if one["status"] == "existing" and one["used_by"]:
        found["co_used"] = len(set(one["used_by"])) >= 2
    for name, of in DERIVED_LEVELS.items():
        levels = [other["answers"][of] for other in others if exchanges(other["answers"]) and of in other["answers"]]
        if levels:
            found[name] = max(levels, key=LEVELS.index)
    kinds = [service["kind"] for service in survey["services"] if service["platform"] == one["id"]]
    if kinds and all(kinds):
        found["service_kinds"] = [kind for kind in KINDS if kind in kinds]
    return found


def exchanges(answers):
    """It certainly exchanges personal data."""
    return answers.get("data_exchange") is True and answers.get("personal_broker") not in (None, "none")


def differ(name, given, derived):
    return (given == 0) != (derived == 0) if name == "peers" else given != derived


def group_of(name, counted):
    members = [one for one in counted if name in one["groups"]]
    pathways = {way: [one["id"] for one in members if one["pathway"] == way] for way in {m["pathway"] for m in members}}
    values = {
        one["id"]: [one["all"].get(criterion) for criterion in CRITERIA]
        + [len([body for body in set(one["used_by"]) if body != "prefecture"])]
        for one in members
    }
    hosts = [one["id"] for one in members if not any(before(values[two["id"]], values[one["id"]]) for two in members)]
    ids = [one["id"] for one in members]
    users = {body for one in members for body in one["used_by"]}
    return {"id": name, "platforms": ids, "pathways": pathways, "hosts": hosts, "values": values, "users": users}


def before(first, second):
    """One platform comes before another: the first criterion in which they differ says so."""
    for one, two in zip(first[:-1], second[:-1], strict=True):
        if one is not two:
            return [True, None, False].index(one) < [True, None, False].index(two)
    return first[-1] > second[-1]


def principles(counted, groups, by_data):
    field = [group["platforms"] for group in groups if group["id"] != "*" and len(group["platforms"]) > 1]
    across = [group["platforms"] for group in groups if group["id"] == "*" and len(group["platforms"]) > 1]
    modules = {one["id"]: one["answers"].get("recommended_module") for one in counted}
    technology = [[name] for name, answer in modules.items() if answer is False]
    levels = []
    for number, one in enumerate(counted):
        for two in counted[number + 1 :]:
            a, b = one["answers"], two["answers"]
            if exchanges(a) and exchanges(b):
                for name in ("identity_proofing", "authentication"):
                    if name in a and name in b and a[name] != b[name] and [one["id"], two["id"]] not in levels:
                        levels.append([one["id"], two["id"]])
    perhaps = [
        one["answers"]
        for one in counted
        if one["answers"].get("personal_broker") != "none" and one["answers"].get("data_exchange") is not False
    ]
    four = ("personal_broker", "data_exchange", "identity_proofing", "authentication")
    missing = len(perhaps) > 1 and any(name not in answers for answers in perhaps for name in four)
    return {
        "field": status(field, any(one["open_group"] for one in counted)),
        "cross_field": status([] if by_data else across, False),
        "technology": status(technology, None in modules.values()),
        "levels": status(levels, missing),
    }


def status(departures, is_open):
    return {"status": "broken" if departures else "open" if is_open else "kept", "departures": departures}


def numbers(survey, counted, groups):
    apart = {"open", "interconnect", "build_and_interconnect"}
    together = [{one["id"]} for one in counted]
    for group in groups:
        if not apart & set(group["pathways"]):
            joined = [part for part in together if part & set(group["platforms"])]
            together = [part for part in together if part not in joined] + [set().union(*joined)]
    people = {one["code"]: one["population"] for one in survey["municipalities"]}
    existing = [one for one in survey["platforms"] if one["status"] == "existing"]
    reached = {body for one in existing for body in one["used_by"]} - {"prefecture"}
    return {
        "platforms_now": len(counted),
        "platforms_after": len(together),
        "municipalities_now": len(reached),
        "municipalities": len(people),
        "population_now": total([people.get(code) for code in reached]),
        "population": total(list(people.values())),
        "state": state([one for one in existing if one["counts"]]),
    }


def total(parts):
    return None if None in parts else sum(parts)


def state(existing):
    shared = [one for one in existing if one["all"].get("co_used") is True]
    if any(one["owner"] == "prefecture" for one in shared):
        return "prefecture_shared"
    if shared:
        return "municipal_shared"
    if any("co_used" not in one["all"] for one in existing):
        return None
    return "not_shared" if existing else "none"
