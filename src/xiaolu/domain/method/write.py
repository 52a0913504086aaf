"""From a method to the document that `read_method` reads: only what TOML can hold."""

from .facts import FACTS
from .kpis import (
    ActivityRate,
    ClockKept,
    Conversion,
    Coverage,
    Duration,
    Fact,
    Kpi,
    Ratio,
    StageShare,
    Total,
)
from .model import (
    Cadence,
    Clock,
    ContactCadence,
    IntentionCadence,
    Method,
    Milestone,
    Question,
    Questionnaire,
    Stage,
)
from .rules import Rule, Sign, When
from .texts import Text, written_days

Document = dict[str, object]


def document_of(method: Method) -> Document:
    """The document of a method, so that `read_method(document_of(method)) == method`."""
    head = _given(
        code=method.code,
        name=_text(method.name),
        description=_text(method.description),
        unit=_text(method.unit),
        volume=method.volume and {**_words(method.volume.name), "measure": method.volume.measure},
        backward_moves=method.backward_moves,
        skips=method.skips,
        lost_sign_off=method.lost_sign_off,
    )
    return _given(
        method=head,
        activities={
            term.code: {**_words(term.name), **_given(kind=term.kind, event=term.event)} for term in method.activities
        },
        tools={term.code: _words(term.name) for term in method.tools},
        sources={term.code: _words(term.name) for term in method.sources},
        roles={term.code: _words(term.name) for term in method.roles},
        resources={term.code: _words(term.name) for term in method.resources},
        cards={card.code: _words(card.name) for card in method.cards},
        reasons={reason.code: {**_words(reason.name), "for": list(reason.given_for)} for reason in method.reasons},
        stage=[_stage(stage) for stage in method.stages],
        group=[
            {"code": group.code, "name": _words(group.name), "stages": list(group.stages)} for group in method.groups
        ],
        clock=[_clock(clock) for clock in method.clocks],
        cadence=[_cadence(cadence) for cadence in method.cadences],
        questionnaire=[_questionnaire(questionnaire) for questionnaire in method.questionnaires],
        kpi=[_kpi(kpi) for kpi in method.kpis],
        diagnosis=[_rule(rule) for rule in method.diagnosis],
    )


def _given(**values: object) -> Document:
    """The values that say something; `from_` and `is_` stand for words that Python keeps for itself."""
    return {
        key.removesuffix("_"): list(value) if isinstance(value, tuple) else value
        for key, value in values.items()
        if value is not None and value is not False and value not in ("", (), [], {})
    }


def _words(text: Text) -> Document:
    return {"zh": text.zh, "en": text.en}


def _text(text: Text | None) -> Document | None:
    return None if text is None else _words(text)


def _days(days: float | None) -> str | None:
    return None if days is None else written_days(days)


def _stage(stage: Stage) -> Document:
    return _given(
        code=stage.code,
        name=_words(stage.name),
        kind=stage.kind,
        share=stage.share or None,
        retired=stage.retired,
        entered_when=_text(stage.entered_when),
        buying_step=_text(stage.buying_step),
        event=stage.event,
        activities=stage.activities,
        tools=stage.tools,
        roles=stage.roles,
        resources=stage.resources,
        cadence=stage.cadence_days and {"every": _days(stage.cadence_days)},
        rots_after=_days(stage.rots_after_days),
        milestone=[_milestone(milestone) for milestone in stage.milestones],
        field=[_given(field=field.field, required=field.required) for field in stage.fields],
    )


def _milestone(milestone: Milestone) -> Document:
    document = _given(
        code=milestone.code,
        name=_words(milestone.name),
        evidence=milestone.evidence,
        required=milestone.required,
        quoted=milestone.quoted,
        event=milestone.event,
    )
    if milestone.subject is not None:
        document[milestone.evidence] = milestone.subject
    return document


def _clock(clock: Clock) -> Document:
    return _given(
        code=clock.code,
        name=_words(clock.name),
        starts=clock.starts,
        stops=clock.stops,
        pauses=clock.pauses or None,
        resumes=clock.resumes or None,
        due=str(clock.due),
        warn=clock.warn and f"{clock.warn} before",
        escalate=[{"after": str(step.after), "to": step.to} for step in clock.escalate],
    )


def _cadence(cadence: Cadence) -> Document:
    code, name = cadence.code, _words(cadence.name)
    if isinstance(cadence, IntentionCadence):
        buys_within, every = _days(cadence.buys_within_days), _days(cadence.every_days)
        return _given(code=code, name=name, kind="intention", buys_within=buys_within, every=every)
    if isinstance(cadence, ContactCadence):
        return _given(
            code=code,
            name=name,
            kind="contact",
            scale=cadence.scale,
            level=cadence.level,
            activity=cadence.activity,
            times=cadence.times,
            at_most=cadence.at_most,
            every=_days(cadence.every_days),
        )
    document = _given(
        code=code,
        name=name,
        kind="message",
        text=_text(cadence.text),
        at_least=cadence.least or None,
        at_most=cadence.most or None,
        in_points=cadence.in_points,
        hours=[f"{_time(first)}-{_time(last)}" for first, last in cadence.hours],
    )
    if not cadence.event:
        return document
    return {**document, "due": str(cadence.due), "before" if cadence.before else "after": cadence.event}


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _questionnaire(asked: Questionnaire) -> Document:
    return _given(
        code=asked.code,
        name=_words(asked.name),
        about=asked.about,
        pass_mark=asked.pass_mark,
        hint=_text(asked.hint),
        questions=[_question(question) for question in asked.questions],
    )


def _question(question: Question) -> Document:
    return _given(
        code=question.code,
        zh=question.text.zh,
        en=question.text.en,
        answer=question.answer if question.answer != "text" else None,
        least=question.least if question.least != 1 else None,
        most=question.most if question.most != 5 else None,
        weight=question.weight if question.weight != 1 else None,
        choices=[_words(choice) for choice in question.choices],
    )


def _kpi(kpi: Kpi) -> Document:
    own = _own_words(kpi)
    return _given(
        code=kpi.code,
        name=_words(kpi.name),
        type=kpi.type,
        **own,
        target=_days(kpi.target) if isinstance(kpi, Duration) else kpi.target,
        better=kpi.better,
        meaning=_text(kpi.meaning),
    )


def _own_words(kpi: Kpi) -> Document:
    match kpi:
        case StageShare():
            return {"numerator": kpi.numerator, "denominator": kpi.denominator}
        case Conversion():
            return {"from_": kpi.from_stage, "to": kpi.to_stage, "measure": kpi.measure}
        case Duration():
            return {"from_": kpi.from_stage, "to": kpi.to_stage}
        case Coverage():
            return {"stages": kpi.stages, "measure": kpi.measure, "of": kpi.of, "below": kpi.below}
        case ClockKept():
            return {"clock": kpi.clock}
        case ActivityRate():
            return {"activities": kpi.activities}
        case Total():
            return {"counts": _fact(kpi.fact)}
        case Ratio():
            above, below = _fact(kpi.numerator), _fact(kpi.denominator)
            return {"numerator": above, "denominator": below, "shown_as": kpi.shown_as}
        case _:
            return {}


def _fact(fact: Fact) -> str | Document:
    usual = FACTS[fact.code].measures[0]
    if fact == Fact(fact.code, usual):
        return fact.code
    return _given(
        fact=fact.code,
        measure=fact.measure if fact.measure != usual else None,
        stages=fact.stages,
        activities=fact.activities,
        within=_days(fact.within_days),
    )


def _rule(rule: Rule) -> Document:
    return _given(
        code=rule.code,
        chain=rule.chain,
        when=_when(rule.when),
        and_when=[_when(when) for when in rule.and_when],
        cause=_words(rule.cause),
        advice=_text(rule.advice),
        cards=rule.cards,
        shows=rule.shows,
        sign=[_sign(sign) for sign in rule.signs],
    )


def _when(when: When) -> Document:
    return _given(kpi=when.kpi, is_=when.state, times=when.times)


def _sign(sign: Sign) -> Document:
    return _given(
        counts=_fact(sign.fact),
        per=sign.per and _fact(sign.per),
        is_=sign.state,
        times=sign.times,
        cause=_words(sign.cause),
        advice=_text(sign.advice),
        cards=sign.cards,
    )
