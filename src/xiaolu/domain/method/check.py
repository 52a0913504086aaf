"""What one value of a method can't say by itself: the whole must fit together."""

from collections import Counter

from .check_kpis import check_kpis, check_rules
from .model import STAGE_KINDS, ContactCadence, Method, Stage
from .problems import Problem, unknown


def check(method: Method, *, readable: bool) -> list[Problem]:
    """The problems of a method as a whole; the sums and the order only if every value could be read."""
    if not method.stages:
        return []
    problems = [*_duplicates(method), *_stage_references(method), *_other_references(method)]
    problems += [*check_kpis(method), *check_rules(method)]
    if readable:
        problems += [*_kinds(method), *_shares(method)]
    return problems


def place_of(stage: Stage) -> str:
    """How a stage is called in the place of a problem."""
    return f'stage "{stage.code}"'


def _duplicates(method: Method) -> list[Problem]:
    lists: dict[str, list[str]] = {
        "stage": list(method.codes),
        "milestone": [milestone.code for stage in method.stages for milestone in stage.milestones],
        "group": [group.code for group in method.groups],
        "clock": [clock.code for clock in method.clocks],
        "cadence": [cadence.code for cadence in method.cadences],
        "questionnaire": [questionnaire.code for questionnaire in method.questionnaires],
        "kpi": [kpi.code for kpi in method.kpis],
        "diagnosis": [rule.code for rule in method.diagnosis],
    }
    return [
        Problem(f'{name} "{code}"', "duplicate_code", {"value": code})
        for name, codes in lists.items()
        for code, times in Counter(codes).items()
        if times > 1 and code
    ]


def _kinds(method: Method) -> list[Problem]:
    """Open, then won, then paid, then lost; at least one open and one lost that is not retired."""
    problems = []
    live = {stage.kind for stage in method.stages if not stage.retired}
    if "open" not in live:
        problems.append(Problem("stage", "no_open_stage"))
    if "lost" not in live:
        problems.append(Problem("stage", "no_lost_stage"))
    for before, stage in zip(method.stages, method.stages[1:], strict=False):
        if STAGE_KINDS.index(stage.kind) < STAGE_KINDS.index(before.kind):
            params: dict[str, object] = {"value": stage.code, "kind": stage.kind, "before": before.kind}
            problems.append(Problem(f"{place_of(stage)} › kind", "kinds_out_of_order", params))
    return problems


def _shares(method: Method) -> list[Problem]:
    """The shares of the open and won stages in use sum to 100, if any is given; others have none."""
    problems = [
        Problem(f"{place_of(stage)} › share", "share_not_allowed")
        for stage in method.stages
        if stage.share and stage.kind not in ("open", "won")
    ]
    total = sum(stage.share for stage in method.stages if stage.kind in ("open", "won") and not stage.retired)
    if total not in (0, 100):
        problems.append(Problem("stage", "shares_not_100", {"sum": total}))
    return problems


def _stage_references(method: Method) -> list[Problem]:
    vocabularies = {
        "activities": ("unknown_activity", {term.code for term in method.activities}),
        "tools": ("unknown_tool", {term.code for term in method.tools}),
        "roles": ("unknown_role", {term.code for term in method.roles}),
        "resources": ("unknown_resource", {term.code for term in method.resources}),
    }
    subjects = {
        "activity": vocabularies["activities"],
        "questionnaire": ("unknown_questionnaire", {asked.code for asked in method.questionnaires}),
    }
    problems = []
    for stage in method.stages:
        for key, (rule, known) in vocabularies.items():
            problems += unknown(f"{place_of(stage)} › {key}", rule, getattr(stage, key), known)
        for milestone in stage.milestones:
            if milestone.evidence in subjects:
                rule, known = subjects[milestone.evidence]
                place = f'{place_of(stage)} › milestone "{milestone.code}" › {milestone.evidence}'
                problems += unknown(place, rule, [milestone.subject], known)
    return problems


def _other_references(method: Method) -> list[Problem]:
    problems = []
    grouped: set[str] = set()
    for group in method.groups:
        place = f'group "{group.code}" › stages'
        problems += unknown(place, "unknown_stage", group.stages, method.codes)
        twice = [code for code in group.stages if code in grouped]
        problems += [Problem(place, "stage_in_two_groups", {"value": code[:60]}) for code in twice]
        grouped.update(group.stages)
    activities = {term.code for term in method.activities}
    for cadence in method.cadences:
        if isinstance(cadence, ContactCadence):
            place = f'cadence "{cadence.code}" › activity'
            problems += unknown(place, "unknown_activity", [cadence.activity], activities)
    return problems
