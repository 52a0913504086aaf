"""What a new version of a method may not change: the past must keep its meaning."""

from .model import Method
from .problems import Problem


def changes_meaning(old: Method, new: Method) -> tuple[Problem, ...]:
    """The changes from one version to the next that would falsify the past; none: it may be published.

    The code of the method stays; every stage stays (it may be retired) and keeps its kind.
    """
    problems = []
    if new.code != old.code:
        problems.append(Problem("method › code", "method_code_changed", {"before": old.code, "after": new.code}))
    for stage in old.stages:
        place = f'stage "{stage.code}"'
        if stage.code not in new.codes:
            problems.append(Problem(place, "stage_dropped", {"value": stage.code}))
        elif (kind := new.stage(stage.code).kind) != stage.kind:
            params: dict[str, object] = {"value": stage.code, "before": stage.kind, "after": kind}
            problems.append(Problem(f"{place} › kind", "kind_changed", params))
    return tuple(problems)
