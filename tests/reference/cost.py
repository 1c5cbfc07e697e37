"""Cost sharing once more, as plainly as it can be written: fractions, and a loop for each sentence of the definition.

It shares no code with the engine and checks nothing: it takes valid plans only.
"""

from fractions import Fraction
from typing import Any


def share(plan):
    """Return the amounts of the prefecture and of each participant, and the ids of what is noted."""
    years = plan["years"]
    net_build = plan["build"] - plan.get("grant", 0)
    run = plan["run"] if isinstance(plan["run"], list) else [plan["run"]] * years
    life = plan.get("life", 5)
    both = plan.get("prefecture_percent", 0)
    build_share = Fraction(str(plan.get("prefecture_build_percent", both))) / 100
    run_percent = plan.get("prefecture_run_percent", both)
    run_percents = run_percent if isinstance(run_percent, list) else [run_percent] * years
    run_shares = [Fraction(str(percent)) / 100 for percent in run_percents]
    minimum = plan.get("minimum", 0)
    participants = plan["participants"]

    empty = {"build": 0, "buy_in": 0, "credit": 0}
    prefecture: dict[str, Any] = {**empty, "run": [0] * years}
    amounts: dict[str, dict[str, Any]] = {
        one["id"]: {"id": one["id"], **empty, "run": [0] * years} for one in participants
    }
    notes = set()

    for year in range(1, years + 1):
        members = [one for one in participants if takes_part(one, year)]
        total = sum(weight(plan, one, members) for one in members)

        # The build, in year 1.
        if year == 1 and not members:
            notes.add("nobody")
            prefecture["build"] = net_build
        if year == 1 and members:
            dues = [build_share * net_build]
            for one in members:
                dues.append((1 - build_share) * net_build * weight(plan, one, members) / total)
            rounded = round_to(dues, net_build)
            prefecture["build"] = rounded[0]
            for one, yen in zip(members, rounded[1:], strict=True):
                amounts[one["id"]]["build"] = yen

        # The running costs, in each year.
        if not members:
            notes.add("nobody")
            prefecture["run"][year - 1] = run[year - 1]
        else:
            part = (1 - run_shares[year - 1]) * run[year - 1]
            dues = [run_shares[year - 1] * run[year - 1]]
            too_high = minimum * len(members) > part // 1
            if minimum and too_high:
                notes.add("minimum")
            for one in members:
                if minimum and too_high:
                    dues.append(part / len(members))
                elif minimum:
                    dues.append(minimum + (part - minimum * len(members)) * weight(plan, one, members) / total)
                else:
                    dues.append(part * weight(plan, one, members) / total)
            rounded = round_to(dues, run[year - 1])
            prefecture["run"][year - 1] = rounded[0]
            for one, yen in zip(members, rounded[1:], strict=True):
                amounts[one["id"]]["run"][year - 1] = yen

        # Those who join later pay towards the build; those who were there and stay receive it.
        joiners = [one for one in members if year > 1 and one.get("joins", 1) == year]
        if joiners and plan.get("late_joiners", "share_initial") == "share_initial":
            value = Fraction(net_build) * max(0, life - (year - 1)) / life
            dues = [(1 - build_share) * value * weight(plan, one, members) / total for one in joiners]
            paid = (sum(dues) + Fraction(1, 2)) // 1
            for one, yen in zip(joiners, round_to(dues, paid), strict=True):
                amounts[one["id"]]["buy_in"] = yen
            staying = [one for one in participants if takes_part(one, year - 1) and takes_part(one, year)]
            weights = [weight(plan, one, staying) for one in staying]
            if sum(weights) > 0:
                dues = [paid * one / sum(weights) for one in weights]
                for one, yen in zip(staying, round_to(dues, paid), strict=True):
                    amounts[one["id"]]["credit"] += yen
            elif paid > 0:
                prefecture["credit"] += paid
                notes.add("no_one_to_credit")

    for one in (prefecture, *amounts.values()):
        one["total"] = one["build"] + one["buy_in"] - one["credit"] + sum(one["run"])
    return {"prefecture": prefecture, "participants": list(amounts.values())}, notes


def takes_part(one, year):
    return one.get("joins", 1) <= year and ("leaves" not in one or year < one["leaves"])


def weight(plan, one, members):
    """Return the weight of a participant among others."""
    scheme = plan.get("scheme", "equal")
    if scheme == "equal":
        return Fraction(1)
    if scheme in ("population", "usage"):
        return Fraction(one.get(scheme, 0))
    equal, by_population, by_usage = plan["weights"]
    mixed = Fraction(equal, len(members))
    people = sum(member.get("population", 0) for member in members)
    uses = sum(member.get("usage", 0) for member in members)
    if people:
        mixed += by_population * Fraction(one.get("population", 0), people)
    if uses:
        mixed += by_usage * Fraction(one.get("usage", 0), uses)
    return mixed


def round_to(dues, amount):
    """Round by largest remainder: the yen left over go to the largest remainders, the earlier first where equal."""
    rounded = [int(due // 1) for due in dues]
    remainders = [due - due // 1 for due in dues]
    while sum(rounded) < amount:
        largest = remainders.index(max(remainders))
        rounded[largest] += 1
        remainders[largest] = Fraction(-1)
    return rounded
