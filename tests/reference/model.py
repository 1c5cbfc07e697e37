"""The decision model 2.0.0 a second time, in plain Python, to compare the engine with.

It shares no code with the engine and reads nothing of ``guide_data/``: the tables below are written from the model's
own text. Unknown answers are worked out by trying: a decision is a function that reads answers, and where it asks for
one that is not there, every value that input can have is tried (:func:`possible`). An input that is never asked for
cannot change the outcome, so nothing is lost by not trying its values.

Sections in the docstrings are those of the decision model; those of the guidebook stand in the data.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import combinations
from math import log2
from typing import Any, NamedTuple

type Answer = Any
#: Input → answer; what is unknown is absent.
type Answers = Mapping[str, Answer]

YES_NO = (True, False)
BROKER = ("none", "external", "internal_shared", "internal_separated")
LEVEL = ("level_1", "level_2", "level_3")
KIND = ("authentication_only", "proofing_and_authentication", "aml", "public_identity")

#: Every input and its values, in the order of section 1; a count of other platforms is none, or one or more.
VALUES: dict[str, tuple[Any, ...]] = {
    "service_provider": ("none", "local_government", "private", "public_private", "operator"),
    "user_scope": ("municipality", "prefecture"),
    "platform_provider": ("none", "local_government", "private", "public_private", "operator"),
    "resident_terms": ("none", "exists"),
    "component_liability": ("not_stated", "stated"),
    "platform_liability": ("not_distinguished", "distinguished"),
    "provider_accreditation": ("not_stated", "stated"),
    "identity_proofing": LEVEL,
    "authentication": LEVEL,
    "auth_federation": YES_NO,
    "data_exchange": YES_NO,
    "non_personal_broker": BROKER,
    "personal_broker": BROKER,
    "field_scope": ("single_field", "cross_field"),
    "peers": (0, 1),
    "prefecture_platform": YES_NO,
    "co_used": YES_NO,
    "origin_platforms": ("single", "multiple"),
    "integration_harm": YES_NO,
    "other_fields": YES_NO,
    "beyond_prefecture": YES_NO,
    "planned_data": ("none", "non_personal", "personal", "both"),
    "contract_holder": ("none", "prefecture", "municipality", "external_body"),
    "external_body_feasible": YES_NO,
    "prefecture_capacity": YES_NO,
    "prefecture_control": YES_NO,
    "service_kinds": tuple(some for size in range(5) for some in combinations(KIND, size)),
    "peer_identity_proofing": ("none", *LEVEL),
    "peer_authentication": ("none", *LEVEL),
    "shared_authentication": YES_NO,
    "standard_data_models": YES_NO,
    "public_api": YES_NO,
    "recommended_module": YES_NO,
}
FACETS = ("component_liability", "platform_liability", "provider_accreditation")
#: Inputs that are not asked while one of these may still be asked (section 3).
AFTER = {
    "integration_harm": ("peers", "beyond_prefecture"),
    "prefecture_platform": ("peers",),
    "origin_platforms": ("co_used",),
}

# ── Decisions (section 2): from answers to an outcome ───────────────────────────────────────────────────────────


def class_(a: Answers) -> str:
    """2.1: where the platform stands now."""
    services, platform = a["service_provider"] != "none", a["platform_provider"] != "none"
    if not platform:
        return "services_only" if services else "nothing"
    if not services:
        return "platform_only"
    if a["co_used"]:
        return "shared_interconnected" if a["data_exchange"] else "shared"
    return "interconnected" if a["data_exchange"] else "standalone"


def data_kind(a: Answers) -> str:
    """2.2: the data handled now."""
    return _kinds(a["non_personal_broker"] != "none", a["personal_broker"] != "none")


def target_data(a: Answers) -> str:
    """2.2: the data handled now or planned."""
    return _kinds(_non_personal_target(a), _personal_target(a))


def _kinds(non_personal: bool, personal: bool) -> str:
    return {(0, 0): "none", (1, 0): "non_personal", (0, 1): "personal", (1, 1): "both"}[non_personal, personal]


def _non_personal_target(a: Answers) -> bool:
    return a["non_personal_broker"] != "none" or a["planned_data"] in ("non_personal", "both")


def _personal_target(a: Answers) -> bool:
    return a["personal_broker"] != "none" or a["planned_data"] in ("personal", "both")


def organisation(a: Answers) -> str:
    """2.3: how it is run today."""
    run = {"none": "none", "prefecture": "serial", "municipality": "parallel", "external_body": "external"}
    return run[str(a["contract_holder"])]


def _interconnection(a: Answers) -> bool:
    """Return whether the pattern is one of the two interconnected ones."""
    partner = a["peers"] != 0 or a["beyond_prefecture"]
    return bool(partner and a["integration_harm"])


def pattern(a: Answers) -> str:
    """2.4: the co-use to aim for."""
    if _interconnection(a):
        return "interconnected_with_federation" if _personal_target(a) else "interconnected"
    if a["beyond_prefecture"]:
        return "cross_prefecture_shared"
    return "field_shared" if a["field_scope"] == "single_field" else "cross_field_shared"


def _linked(a: Answers) -> bool:
    """Return whether an interconnected pattern has the links it needs (2.5)."""
    return bool(a["data_exchange"] and (a["auth_federation"] or not _personal_target(a)))


def pathway(a: Answers) -> str:
    """2.5: the way there."""
    platform = a["platform_provider"] != "none"
    if _interconnection(a):
        if not platform:
            return "build_and_interconnect"
        return "sustain" if _linked(a) else "interconnect"
    if not platform:
        return "join" if a["peers"] else "build_together"
    if a["peers"]:
        return "merge_into_prefecture" if a["prefecture_platform"] else "consolidate"
    if a["service_provider"] == "none" or not a["co_used"]:
        return "open_up"
    return "expand_beyond" if a["beyond_prefecture"] else "sustain"


def _mixed(a: Answers) -> bool:
    return a["service_provider"] in ("private", "public_private", "operator")


def type_now(a: Answers) -> str:
    """2.6: the official type today."""
    if a["platform_provider"] == "none":
        return "no_own_platform" if a["peers"] else "type_1_1"
    if not a["co_used"]:
        match data_kind(a):
            case "both":
                return "type_1_3" if _mixed(a) else "type_1_2"
            case "non_personal":
                return "type_1_4"
            case "personal":
                return "type_1_5"
        return "untyped"
    number = 1 + (a["user_scope"] == "prefecture") + 2 * _mixed(a) + 4 * (a["origin_platforms"] == "multiple")
    return f"type_2_{number}"


def next_type(a: Answers) -> str:
    """2.7: the official type to reach next."""
    way = pathway(a)
    if way == "merge_into_prefecture":
        return "type_2_4"
    if way == "build_together":
        return "type_2_3" if _mixed(a) else "type_2_1"
    if way in ("open_up", "join"):
        return "type_2_4" if _mixed(a) else "type_2_2"
    if way in ("sustain", "expand_beyond") and not _interconnection(a):
        if a["user_scope"] == "prefecture":
            return "type_2_4"
        if a["origin_platforms"] == "single":
            return "type_2_4" if _mixed(a) else "type_2_2"
    return "type_2_8" if _mixed(a) else "type_2_6"


def target_organisation(a: Answers) -> str:
    """2.8: who should run it."""
    if a["external_body_feasible"]:
        return "serial" if a["prefecture_capacity"] and a["prefecture_control"] else "external"
    return "serial" if a["prefecture_capacity"] else "parallel"


def _alternative(a: Answers) -> str | None:
    """2.8: the organisation that would do as well, under the first rule alone."""
    first_rule = a["external_body_feasible"] and a["prefecture_capacity"] and a["prefecture_control"]
    return "external" if first_rule else None


DECISIONS: dict[str, Callable[[Answers], str]] = {
    "class": class_,
    "type_now": type_now,
    "data_kind": data_kind,
    "target_data": target_data,
    "organisation": organisation,
    "pattern": pattern,
    "pathway": pathway,
    "next_type": next_type,
    "target_organisation": target_organisation,
}
#: Outcomes in the tables' order.
OUTCOMES: dict[str, tuple[str, ...]] = {
    "class": (
        "nothing", "services_only", "platform_only", "standalone", "interconnected", "shared", "shared_interconnected",
    ),
    "type_now": (
        *(f"type_1_{number}" for number in range(1, 6)), "no_own_platform", "untyped",
        *(f"type_2_{number}" for number in range(1, 9)),
    ),
    "data_kind": ("none", "non_personal", "personal", "both"),
    "target_data": ("none", "non_personal", "personal", "both"),
    "organisation": ("none", "serial", "parallel", "external"),
    "pattern": (
        "interconnected_with_federation", "interconnected", "cross_prefecture_shared", "field_shared",
        "cross_field_shared",
    ),
    "pathway": (
        "build_and_interconnect", "join", "build_together", "sustain", "interconnect", "merge_into_prefecture",
        "consolidate", "open_up", "expand_beyond",
    ),
    "next_type": ("type_2_1", "type_2_2", "type_2_3", "type_2_4", "type_2_6", "type_2_8"),
    "target_organisation": ("serial", "external", "parallel"),
}  # fmt: skip
#: The six that a complete set of answers settles (section 3).
SIX = ("class", "type_now", "pattern", "pathway", "next_type", "target_organisation")

# ── Unknown answers (section 3) ─────────────────────────────────────────────────────────────────────────────────


class UnansweredError(LookupError):
    """A function asked for an answer that is not there."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class _Partial(dict[str, Answer]):
    def __missing__(self, name: str) -> Answer:
        raise UnansweredError(name)


def each(read: Callable[[Answers], Any], answers: Answers) -> Iterator[Any]:
    """Yield what a function gives for every completion, over the answers it asks for."""
    try:
        outcome = read(_Partial(answers))
    except UnansweredError as missing:
        for value in VALUES[missing.name]:
            yield from each(read, {**answers, missing.name: value})
    else:
        yield outcome


def possible(read: Callable[[Answers], Any], answers: Answers) -> set[Any]:
    """Return what a function gives over all completions of the unknown answers."""
    return set(each(read, answers))


def decide(name: str, answers: Answers) -> list[str]:
    """Return the possible outcomes of a decision, in the table's order."""
    reached = _reached(name, frozenset((one, value) for one, value in answers.items() if one in read_by(name)))
    return [outcome for outcome in OUTCOMES[name] if outcome in reached]


@cache
def _reached(name: str, answers: frozenset[tuple[str, Answer]]) -> set[str]:
    return possible(DECISIONS[name], dict(answers))


@cache
def read_by(name: str) -> frozenset[str]:
    """Return the inputs that a decision asks for in some completion."""
    asked: set[str] = set()

    def noted(a: Answers) -> None:
        try:
            DECISIONS[name](a)
        except UnansweredError as missing:
            asked.add(missing.name)
            raise

    possible(noted, {})
    return frozenset(asked)


def may_change(name: str, decision: str, answers: Answers) -> bool:
    """Return whether, in some completion of the other inputs, another value of an input gives another outcome."""

    def differs(a: Answers) -> bool:
        return len({DECISIONS[decision](_Partial({**a, name: value})) for value in VALUES[name]}) > 1

    return name in read_by(decision) and any(each(differs, answers))


def next_question(answers: Answers) -> str | None:
    """Return the unknown input whose answer leaves least open on average, or None when all six are determined."""
    candidates = [
        name for name in VALUES if name not in answers and any(may_change(name, decision, answers) for decision in SIX)
    ]
    best, least = None, 0.0
    for name in candidates:
        if any(earlier in candidates for earlier in AFTER.get(name, ())):
            continue
        left = [
            sum(log2(len(decide(decision, {**answers, name: value}))) for decision in SIX) for value in VALUES[name]
        ]
        mean = sum(left) / len(left)
        if best is None or mean < least - 1e-9:
            best, least = name, mean
    return best


# ── Gaps (section 4) ────────────────────────────────────────────────────────────────────────────────────────────


class Requirement(NamedTuple):
    """A row of section 4: where it applies, and the accepted values of its attribute."""

    id: str
    #: What is read first; None where no input says whether the requirement is met.
    attribute: str | None
    applies: Callable[[Answers], bool]
    accepted: Callable[[Answers], tuple[Answer, ...]] | None
    severity: str
    challenge: str
    step: str


def _always(_: Answers) -> bool:
    return True


def _shared(a: Answers) -> bool:
    return not _interconnection(a)


def _with_federation(a: Answers) -> bool:
    return pattern(a) == "interconnected_with_federation"


def _services_in_a_shared_pattern(a: Answers) -> bool:
    return _shared(a) and a["service_provider"] != "none"


def _shared_with_personal_broker(a: Answers) -> bool:
    return _shared(a) and a["personal_broker"] != "none"


def _shared_with_non_personal_broker(a: Answers) -> bool:
    return _shared(a) and a["non_personal_broker"] != "none"


def _shared_beside_other_fields(a: Answers) -> bool:
    return _shared(a) and a["other_fields"]


def _terms_exist(a: Answers) -> bool:
    return _personal_target(a) and a["resident_terms"] == "exists"


def _costs_to_divide(a: Answers) -> bool:
    return organisation(a) != target_organisation(a) or pathway(a) != "sustain"


def _any_of(*values: Answer) -> Callable[[Answers], tuple[Answer, ...]]:
    return lambda _: values


def _any_but(attribute: str, excluded: str) -> Callable[[Answers], tuple[Answer, ...]]:
    return _any_of(*(value for value in VALUES[attribute] if value != excluded))


def _level_asked_for(peers: str) -> Callable[[Answers], tuple[Answer, ...]]:
    """Return the levels from the highest that services ask for, or peers where levels have to match."""
    asked = dict(zip(KIND, ("level_1", "level_2", "level_2", "level_3"), strict=True))

    def accepted(a: Answers) -> tuple[Answer, ...]:
        levels = ["level_1", *(asked[kind] for kind in a["service_kinds"])]
        matching = pathway(a) in ("consolidate", "merge_into_prefecture") or _with_federation(a)
        if matching and a[peers] != "none":
            levels.append(a[peers])
        return LEVEL[LEVEL.index(max(levels)) :]

    return accepted


def _accepted_organisations(a: Answers) -> tuple[Answer, ...]:
    accepted = (target_organisation(a), _alternative(a))
    return tuple(one for one in OUTCOMES["organisation"] if one in accepted)


REQUIREMENTS = [
    Requirement(*row)
    for row in (
        ("services", "service_provider", _always, _any_but("service_provider", "none"),
         "required", "i", "service_design"),
        ("platform", "platform_provider", _always, _any_but("platform_provider", "none"),
         "required", "ii", "platform_design"),
        ("scope", "user_scope", _services_in_a_shared_pattern, _any_of("prefecture"),
         "required", "i", "service_design"),
        ("personal_broker", "personal_broker", _personal_target, _any_but("personal_broker", "none"),
         "required", "ii", "platform_design"),
        ("non_personal_broker", "non_personal_broker", _non_personal_target, _any_but("non_personal_broker", "none"),
         "required", "ii", "platform_design"),
        ("personal_separation", "personal_broker", _shared_with_personal_broker,
         _any_but("personal_broker", "internal_shared"), "required", "iii", "responsibility"),
        ("non_personal_separation", "non_personal_broker", _shared_with_non_personal_broker,
         _any_but("non_personal_broker", "internal_shared"), "recommended", "iii", "responsibility"),
        ("terms", "resident_terms", _personal_target, _any_of("exists"), "required", "v", "resident_understanding"),
        ("terms_component", "component_liability", _terms_exist, _any_of("stated"),
         "recommended", "iii", "responsibility"),
        ("terms_platform", "platform_liability", _terms_exist, _any_of("distinguished"),
         "required", "iii", "responsibility"),
        ("terms_accreditation", "provider_accreditation", _terms_exist, _any_of("stated"),
         "required", "v", "resident_understanding"),
        ("data_exchange", "data_exchange", _interconnection, _any_of(True), "required", "ii", "platform_design"),
        ("field_links", "data_exchange", _shared_beside_other_fields, _any_of(True),
         "recommended", "ii", "platform_design"),
        ("auth_federation", "auth_federation", _with_federation, _any_of(True), "required", "v", "platform_design"),
        ("identity_proofing", "identity_proofing", _personal_target, _level_asked_for("peer_identity_proofing"),
         "required", "v", "resident_understanding"),
        ("authentication", "authentication", _personal_target, _level_asked_for("peer_authentication"),
         "required", "v", "resident_understanding"),
        ("shared_authentication", "shared_authentication", _personal_target, _any_of(True),
         "recommended", "v", "platform_design"),
        ("standard_data_models", "standard_data_models", _always, _any_of(True),
         "recommended", "ii", "platform_design"),
        ("public_api", "public_api", _always, _any_of(True), "required", "ii", "platform_design"),
        ("recommended_module", "recommended_module", _always, _any_of(True), "recommended", "ii", "platform_design"),
        ("organisation", "organisation", _always, _accepted_organisations, "recommended", "iii", "responsibility"),
        ("cost_sharing", None, _costs_to_divide, None, "recommended", "iv", "cost_sharing"),
    )
]  # fmt: skip


def _severity(requirement: Requirement, answers: Answers) -> str:
    """Return the weight of a gap; two requirements weigh more where what makes them urgent is certain."""
    if requirement.id == "organisation" and answers.get("contract_holder") == "none":
        return "required"
    if requirement.id == "non_personal_separation" and decide("pathway", answers) == ["consolidate"]:
        return "required"
    return requirement.severity


def _current(attribute: str | None, answers: Answers) -> Answer | None:
    if attribute == "organisation":
        outcomes = decide("organisation", answers)
        return outcomes[0] if len(outcomes) == 1 else None
    return None if attribute is None else answers.get(attribute)


def gaps(answers: Answers) -> list[dict[str, Any]]:
    """Return what the target asks for and the platform lacks, or may lack, in the order of the table."""
    if len(decide("pattern", answers)) > 1:
        return []
    found = []
    for row in REQUIREMENTS:

        def need(a: Answers, row: Requirement = row) -> tuple[bool | None, tuple[Answer, ...] | None] | None:
            """Return whether the requirement is met, and what would meet it; None where it does not apply."""
            if not row.applies(a):
                return None
            if row.accepted is None:
                return None, None
            accepted = row.accepted(a)
            value = organisation(a) if row.attribute == "organisation" else a[str(row.attribute)]
            return value in accepted, accepted

        seen = possible(need, answers)
        needs = [one for one in seen if one is not None]
        if all(met for met, _ in needs):
            continue
        accepted = {values for _, values in needs}
        certain = None not in seen and all(met is False for met, _ in needs)
        only = accepted.pop() if len(accepted) == 1 else None
        found.append(
            {
                "id": row.id,
                "attribute": row.attribute,
                "current": _current(row.attribute, answers),
                "required": None if only is None else list(only),
                "status": "unmet" if certain else "unknown",
                "severity": _severity(row, answers),
                "challenge": row.challenge,
                "step": row.step,
            }
        )
    return found


# ── Findings (section 5) ────────────────────────────────────────────────────────────────────────────────────────

SEVERITIES = ("notice", "warning", "error")


def _broker_without_platform(a: Answers) -> str | None:
    return "error" if a["platform_provider"] == "none" and data_kind(a) != "none" else None


def _link_without_platform(a: Answers) -> str | None:
    linked = a["platform_provider"] == "none" and (a["data_exchange"] or a["auth_federation"] or a["co_used"])
    return "error" if linked else None


def _personal_exchange_without_federation(a: Answers) -> str | None:
    if a["platform_provider"] == "none" or a["personal_broker"] == "none":
        return None
    if not a["data_exchange"] or a["auth_federation"]:
        return None
    return "error" if a["non_personal_broker"] == "none" else "warning"


def _personal_without_terms(a: Answers) -> str | None:
    personal = a["platform_provider"] != "none" and a["personal_broker"] != "none"
    return "warning" if personal and a["resident_terms"] == "none" else None


def _platform_without_broker(a: Answers) -> str | None:
    return "warning" if a["platform_provider"] != "none" and data_kind(a) == "none" else None


def _below(level: str, other: str) -> bool:
    return other != "none" and LEVEL.index(level) < LEVEL.index(other)


def _federation_level_mismatch(a: Answers) -> str | None:
    if a["platform_provider"] == "none" or not a["auth_federation"]:
        return None
    for level, peers in (
        ("identity_proofing", "peer_identity_proofing"),
        ("authentication", "peer_authentication"),
    ):
        if _below(a[level], a[peers]):
            return "warning"
    return None


def _federation_without_exchange(a: Answers) -> str | None:
    alone = a["platform_provider"] != "none" and a["auth_federation"] and not a["data_exchange"]
    return "notice" if alone else None


def _cross_field_kept_apart(a: Answers) -> str | None:
    apart = a["field_scope"] == "cross_field" and a["peers"] and a["integration_harm"]
    return "notice" if apart else None


def _prefecture_platform_without_peers(a: Answers) -> str | None:
    return "warning" if a["prefecture_platform"] and not a["peers"] else None


def _scope_without_service(a: Answers) -> str | None:
    return "notice" if a["service_provider"] == "none" else None


FINDINGS: dict[str, Callable[[Answers], str | None]] = {
    "broker_without_platform": _broker_without_platform,
    "link_without_platform": _link_without_platform,
    "personal_exchange_without_federation": _personal_exchange_without_federation,
    "personal_without_terms": _personal_without_terms,
    "platform_without_broker": _platform_without_broker,
    "federation_level_mismatch": _federation_level_mismatch,
    "federation_without_exchange": _federation_without_exchange,
    "cross_field_kept_apart": _cross_field_kept_apart,
    "prefecture_platform_without_peers": _prefecture_platform_without_peers,
    "scope_without_service": _scope_without_service,
}


def findings(answers: Answers) -> list[dict[str, str]]:
    """Return the contradictions that hold in every completion, with the mildest severity they have there."""
    found = []
    for name, check in FINDINGS.items():
        if name == "scope_without_service" and "user_scope" not in answers:
            continue
        severities = possible(check, answers)
        if None not in severities:
            found.append({"id": name, "severity": min(severities, key=SEVERITIES.index)})
    return found


# ── Records ─────────────────────────────────────────────────────────────────────────────────────────────────────


def answers_of(record: Mapping[str, Any]) -> dict[str, Answer]:
    """Return the known answers of a record; terms with facets exist, and a count is none, or one or more."""
    answers: dict[str, Answer] = {}
    for name, value in {**record.get("platform", {}), **record.get("context", {})}.items():
        if isinstance(value, dict):
            answers[name] = "exists"
            answers |= {facet: one for facet, one in value.items() if one is not None}
        elif value is not None:
            answers[name] = value
    if "peers" in answers:
        answers["peers"] = min(answers["peers"], 1)
    if "service_kinds" in answers:
        answers["service_kinds"] = tuple(kind for kind in KIND if kind in answers["service_kinds"])
    return answers


def worked(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the model says of a record, in the form of the worked cases."""
    answers = answers_of(record)
    return {
        **{name: decide(name, answers) for name in DECISIONS},
        "gaps": [{"id": gap["id"], "status": gap["status"]} for gap in gaps(answers)],
        "findings": findings(answers),
        "next_question": next_question(answers),
    }
