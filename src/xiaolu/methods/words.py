"""A method read aloud: its kinds, figures, rules and times as words, with the method's own names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from xiaolu.domain.method import (
    EVENTS,
    FACTS,
    FIELDS,
    MESSAGES,
    ActivityRate,
    Cadence,
    Churn,
    Clock,
    ClockKept,
    ContactCadence,
    Conversion,
    Coverage,
    Duration,
    Fact,
    IntentionCadence,
    Kpi,
    MessageCadence,
    Method,
    Milestone,
    Problem,
    Question,
    Ratio,
    Sign,
    Span,
    StageShare,
    Text,
    Total,
    When,
)
from xiaolu.methods.kinds import ANSWERS, COVERAGE_OF, ESCALATE_TO, EVIDENCE, SCALES, SIGN_STATES, STATES

USUAL_TIMES = {"far above target": 2.0, "longer than target": 1.5}


def named(text: Text | None) -> str:
    """A text of the method in the reader's language; '' for none."""
    return "" if text is None else text.into(get_language() or "zh-hans")


def joined(texts: Iterable[str]) -> str:
    return gettext(", ").join(text for text in texts if text)


def message_rule(cadence: MessageCadence) -> str:
    """When a message is due, how long it is, how it is written and at which hours it goes."""
    bounds = {"least": cadence.least, "most": cadence.most or "…"}
    hours = " / ".join(
        f"{first // 60:02}:{first % 60:02}–{last // 60:02}:{last % 60:02}" for first, last in cadence.hours
    )
    length = gettext("%(least)s–%(most)s characters") % bounds if cadence.least or cadence.most else ""
    return joined([_message_when(cadence), length, gettext("in points") if cadence.in_points else "", hours])


def _message_when(cadence: MessageCadence) -> str:
    if not cadence.event:
        return gettext("a text to choose when one writes")
    given = {"time": span(cadence.due), "event": gettext(EVENTS[cadence.event])}
    said = gettext("%(time)s before “%(event)s”") if cadence.before else gettext("%(time)s after “%(event)s”")
    return said % given


def sentence(problem: Problem) -> str:
    """What is wrong with a file, in the reader's language."""
    return gettext(MESSAGES[problem.rule]).format(**problem.params)


def plain(number: float) -> str:
    return f"{number:,.10g}"


def span(length: Span | None) -> str:
    """24 hours, 3 working days."""
    if length is None:
        return ""
    given = {"number": length.number}
    unit = length.unit
    if unit == "minutes":
        return ngettext("%(number)s minute", "%(number)s minutes", length.number) % given
    if unit == "hours":
        return ngettext("%(number)s hour", "%(number)s hours", length.number) % given
    if unit == "weeks":
        return ngettext("%(number)s week", "%(number)s weeks", length.number) % given
    if unit == "months":
        return ngettext("%(number)s month", "%(number)s months", length.number) % given
    if unit == "working hours":
        return ngettext("%(number)s working hour", "%(number)s working hours", length.number) % given
    if unit == "working days":
        return ngettext("%(number)s working day", "%(number)s working days", length.number) % given
    return days(length.number)


def days(number: float) -> str:
    return ngettext("%(number)s day", "%(number)s days", int(number)) % {"number": plain(number)}


def is_percent(kpi: Kpi) -> bool:
    if isinstance(kpi, Ratio):
        return kpi.is_share or kpi.shown_as == "percent"
    return kpi.is_share or isinstance(kpi, Conversion)


def target(kpi: Kpi) -> str:
    """≥ 20%, ≤ 120 days; '' without one."""
    if kpi.target is None:
        return ""
    value = f"{kpi.target * 100:.10g}%" if is_percent(kpi) else plain(kpi.target)
    if isinstance(kpi, Duration):
        value = days(kpi.target)
    return f"≤ {value}" if kpi.better == "lower" else f"≥ {value}"


@dataclass(frozen=True)
class Reading:
    """A method with its names at hand, as the pages read it."""

    rules: Method

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """Per vocabulary the name of each code."""
        rules = self.rules
        lists: dict[str, tuple[Any, ...]] = {
            "stages": rules.stages, "activities": rules.activities, "tools": rules.tools, "roles": rules.roles,
            "resources": rules.resources, "cards": rules.cards, "kpis": rules.kpis, "clocks": rules.clocks,
            "questionnaires": rules.questionnaires,
        }  # fmt: skip
        return {kind: {one.code: named(one.name) for one in items} for kind, items in lists.items()}

    def of(self, kind: str, codes: Iterable[str]) -> str:
        """The names of some codes of a vocabulary, in a row."""
        return joined(self.names[kind].get(code, code) for code in codes)

    def stages(self, codes: Iterable[str]) -> str:
        return " + ".join(self.names["stages"].get(code, code) for code in codes)

    def evidence(self, milestone: Milestone) -> str:
        """By what a milestone is shown: an activity done (First visit)."""
        kinds = {"activity": self.names["activities"], "questionnaire": self.names["questionnaires"]}
        subject = milestone.subject or ""
        if milestone.evidence == "field" and subject:
            subject = gettext(FIELDS[subject])
        name = kinds.get(milestone.evidence, {}).get(subject, subject)
        kind = gettext(EVIDENCE[milestone.evidence])
        return gettext("%(kind)s: %(name)s") % {"kind": kind, "name": name} if name else kind

    def fact(self, one: Fact) -> str:
        """What a fact counts, and in which stages or by which activities."""
        says = gettext(FACTS[one.code].says)
        limits = self.stages(one.stages) if one.stages else self.of("activities", one.activities)
        return gettext("%(fact)s (%(limits)s)") % {"fact": says, "limits": limits} if limits else says

    def definition(self, kpi: Kpi) -> str:
        """A figure in words."""
        if isinstance(kpi, StageShare):
            given = {"above": self.stages(kpi.numerator), "below": self.stages(kpi.denominator)}
            return gettext("(%(above)s) ÷ (%(below)s), as they stand at the date") % given
        if isinstance(kpi, Conversion | Duration):
            return self._between(kpi)
        if isinstance(kpi, Coverage):
            return self._coverage(kpi)
        if isinstance(kpi, Churn):
            return gettext("Customers at the start of the period who are lost at its end ÷ customers at its start")
        if isinstance(kpi, ClockKept):
            return gettext("How often “%(clock)s” was kept") % {"clock": self.of("clocks", [kpi.clock])}
        if isinstance(kpi, ActivityRate):
            return gettext("%(activities)s per working day") % {"activities": self.of("activities", kpi.activities)}
        if isinstance(kpi, Total):
            return self.fact(kpi.fact)
        return f"{self.fact(kpi.numerator)} ÷ {self.fact(kpi.denominator)}"

    def _between(self, kpi: Conversion | Duration) -> str:
        given = {"earlier": self.stages([kpi.from_stage]), "later": self.stages([kpi.to_stage])}
        if isinstance(kpi, Duration):
            return gettext("Days from first entering “%(earlier)s” to first entering “%(later)s”, of those that entered"
                           " the later one in the period") % given  # fmt: skip
        return gettext("Of those that first entered “%(earlier)s” in the period, those that reached “%(later)s” or"
                       " beyond by the date") % given  # fmt: skip

    def _coverage(self, kpi: Coverage) -> str:
        volume = named(self.rules.volume.name) if self.rules.volume else gettext("Volume")
        measure = {"volume": volume, "amount": gettext("Amount")}.get(kpi.measure, gettext("Number"))
        given = {"measure": measure, "stages": self.stages(kpi.stages), "need": gettext(COVERAGE_OF[kpi.of])}
        return gettext("%(measure)s in %(stages)s ÷ %(need)s") % given

    def when(self, when: When) -> str:
        """The sign of a rule: Hit rate surely below target."""
        state: str = when.state
        if state == "longer than target" and self.rules.kpi(when.kpi).target is None:
            state = "longer than median"
        times = when.times or USUAL_TIMES.get(when.state, 1.0)
        return gettext(STATES[state]) % {"figure": self.of("kpis", [when.kpi]), "times": plain(times)}

    def sign(self, sign: Sign) -> str:
        """What tells one cause from another."""
        counted = self.fact(sign.fact)
        if sign.per:
            counted = gettext("%(fact)s per %(other)s") % {"fact": counted, "other": self.fact(sign.per)}
        return gettext(SIGN_STATES[sign.state]) % {"fact": counted, "times": plain(sign.times)}

    def clock(self, clock: Clock) -> str:
        """From assigned to first tried to reach: within 24 hours."""
        given = {"starts": gettext(EVENTS[clock.starts]), "stops": gettext(EVENTS[clock.stops]), "due": span(clock.due)}
        return gettext("From “%(starts)s” to “%(stops)s” within %(due)s") % given

    def escalation(self, clock: Clock) -> str:
        """Who hears of a missed one."""
        said = []
        if clock.pauses and clock.resumes:
            still = {"pauses": gettext(EVENTS[clock.pauses]), "resumes": gettext(EVENTS[clock.resumes])}
            said.append(gettext("stands still from “%(pauses)s” to “%(resumes)s”") % still)
        if clock.warn:
            said.append(gettext("warns %(time)s before") % {"time": span(clock.warn)})
        for step in clock.escalate:
            to = gettext(ESCALATE_TO[step.to])
            if step.after.number:
                said.append(gettext("%(time)s late: %(to)s") % {"time": span(step.after), "to": to})
            else:
                said.append(gettext("missed: %(to)s") % {"to": to})
        return joined(said)

    def cadence(self, cadence: Cadence) -> str:
        """How often, or when, something falls due."""
        if isinstance(cadence, IntentionCadence):
            every = gettext("contact every %(time)s") % {"time": days(cadence.every_days)}
            if cadence.buys_within_days is None:
                return every
            return joined([gettext("buys within %(time)s") % {"time": days(cadence.buys_within_days)}, every])
        if isinstance(cadence, ContactCadence):
            return self._contacts(cadence)
        return message_rule(cadence)

    def _contacts(self, cadence: ContactCadence) -> str:
        level = gettext(SCALES[cadence.scale]) % {"level": cadence.level}
        often = f"{cadence.times}–{cadence.at_most}" if cadence.at_most else f"{cadence.times}"
        times = gettext("%(often)s times in %(time)s") % {"often": often, "time": days(cadence.every_days)}
        return joined([level, times, self.of("activities", [cadence.activity] if cadence.activity else [])])

    def answer(self, question: Question) -> str:
        """How a question is answered: score 1–5, weight 3."""
        if question.answer == "score":
            given = {"least": question.least, "most": question.most, "weight": question.weight}
            return gettext("score %(least)s–%(most)s, weight %(weight)s") % given
        if question.answer == "choice":
            return " / ".join(named(choice) for choice in question.choices)
        return "" if question.answer == "text" else gettext(ANSWERS[question.answer])
