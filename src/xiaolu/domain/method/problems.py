"""What can be wrong with a method file, and the sentence for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# msgids: the interface translates them and fills in the parameters.
MESSAGES: dict[str, str] = {
    "missing": "{key} is missing.",
    "wrong_type": "Expected {expected}, found {found}.",
    "unknown_key": "{key} is not a word of the method file.",
    "too_large": "This is too large: at most {most}.",
    "too_many": "These are too many: at most {most}.",
    "control_characters": "This text contains characters that cannot be shown.",
    "text_needs_zh_and_en": "A text needs both zh and en.",
    "code_format": "{value} is not a code: allowed are {allowed}.",
    "duplicate_code": "{value} stands here twice.",
    "bad_duration": "{value} is not a length of time such as “24 hours” or “7 days”.",
    "bad_hours": "{value} is not a time of day such as “07:30-08:30”.",
    "bad_number": "{value} is not a number that can stand here.",
    "unknown_choice": "{value} is not one of {choices}.",
    "unknown_kind": "{value} is not a stage kind: open, won, paid or lost.",
    "unknown_type": "{value} is not a type of figure: {choices}.",
    "unknown_stage": "There is no stage {value}.",
    "unknown_activity": "There is no activity {value}.",
    "unknown_tool": "There is no tool {value}.",
    "unknown_role": "There is no role {value}.",
    "unknown_resource": "There is no resource {value}.",
    "unknown_card": "There is no skill card {value}.",
    "unknown_clock": "There is no clock {value}.",
    "unknown_questionnaire": "There is no questionnaire {value}.",
    "unknown_kpi": "There is no figure {value}.",
    "unknown_fact": "{value} is not a fact that Xiaolu records.",
    "unknown_field": "{value} is not a field that a stage may require.",
    "unknown_event": "{value} is not an event that Xiaolu knows.",
    "unknown_placeholder": "Nobody can fill {value}: it is not one of the words that may stand in braces.",
    "event_not_declared": "{value} is not an event that a milestone, an activity or a stage may be: {choices}.",
    "event_of_evidence": "What an activity or a field shows has its event from there, not from the milestone.",
    "pause_without_end": "A clock that stands still at {value} also says when it goes on, and the other way round.",
    "clock_stops_at_once": "The clock starts and stops with the same event: {value}.",
    "no_open_stage": "A method needs at least one open stage.",
    "no_lost_stage": "A method needs at least one lost stage.",
    "kinds_out_of_order": "Stage {value} is {kind} and stands after a {before} one: open, won, paid, lost.",
    "shares_not_100": "The shares of the open and won stages sum to {sum}, not to 100.",
    "share_not_allowed": "Only open and won stages have a share.",
    "stage_in_two_groups": "Stage {value} stands in more than one group.",
    "evidence_needs_subject": "Evidence of this kind says which {key} is meant.",
    "subject_not_allowed": "{key} goes with evidence = “{key}” only.",
    "not_a_later_stage": "{to} must be a later stage than {earlier}, and not a lost one.",
    "numerator_not_in_denominator": "Stage {value} is counted above the line but not below it.",
    "target_not_a_share": "The target of a share lies between 0 and 1: 0.2 means 20 %.",
    "measure_not_recorded": "{fact} has no {value}.",
    "method_has_no_volume": "The method counts no volume.",
    "filter_not_allowed": "{fact} cannot be limited by {key}.",
    "not_a_coverage_before": "{value} is not a coverage that stands before this one.",
    "target_needed": "{value} has no target to compare with.",
    "not_a_share": "“surely” needs a figure that is a share: {value} is none.",
    "not_a_duration": "{value} is not a time between two stages.",
    "chain_broken": "{value} does not begin at the stage where the link before it ends.",
    "not_a_conversion": "{value} is not a conversion.",
    "not_in_chain": "{value} is not a link of the chain.",
    "too_few_choices": "A choice needs at least two answers.",
    "method_code_changed": "The code of a method never changes: {before}, now {after}.",
    "stage_dropped": "Stage {value} may be retired, but not dropped.",
    "kind_changed": "Stage {value} was {before} and keeps that kind for ever, now {after}.",
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, which rule, with what."""

    place: str
    rule: str
    params: dict[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return f"{self.place or 'file'}: {MESSAGES[self.rule].format(**self.params)}"


class MethodInvalid(Exception):
    """The document is not a method; `problems` names everything that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def shown(value: object) -> str:
    """A value short enough to stand in a sentence; never fails, however hostile the value."""
    if isinstance(value, str):
        plain = "".join(c if c.isprintable() else "�" for c in value[:40])
        return plain + ("…" if len(value) > 40 else "")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) or (isinstance(value, int) and abs(value) < 10**15):
        return str(value)
    return kind_of(value)


def kind_of(value: object) -> str:
    """What kind of TOML value something is, in words."""
    for kind, name in (
        (str, "a text"),
        (bool, "true or false"),
        (int, "a whole number"),
        (float, "a number"),
    ):
        if isinstance(value, kind):
            return name
    if isinstance(value, Mapping):
        return "a table"
    return "a list" if isinstance(value, list | tuple) else "something else"


def unknown(place: str, rule: str, names: Iterable[str | None], known: Iterable[str]) -> list[Problem]:
    """A problem for every name that is not known; nothing for names that could not be read."""
    allowed = set(known)
    return [Problem(place, rule, {"value": shown(name)}) for name in names if name and name not in allowed]
