"""What the demo company's weekly meeting speaks of: two 3Ws, an agenda, last week's meeting, and the one to come."""

from datetime import date, timedelta
from urllib.parse import urlencode

from xiaolu.activities.actions import agreements, meetings, reviews
from xiaolu.desk.pack.document import document, lens_of
from xiaolu.domain.periods import twelve_months_to
from xiaolu.insight import actions
from xiaolu.insight.actions import Figure
from xiaolu.insight.queries.readings import Lens, readings_of
from xiaolu.insight.queries.scopes import Scope
from xiaolu.methods.models import Method
from xiaolu.org.models import Person, Team
from xiaolu.org.queries import today
from xiaolu.pipeline.models import Opportunity


def lay_meeting(method: Method, people: dict[str, Person], teams: dict[str, Team], until: date) -> None:
    """3Ws on 赵磊's and 陈静's weak links, and what waits for the first team's meeting."""
    lei, jing, min_, director = (people[login] for login in ("zhaolei", "chenjing", "zhoumin", "guwei"))
    actions.create_three_w(
        by=min_, figure=_figure(method, "conversion_A_N", "A→N 转化率", Scope(person=lei), until),
        bottleneck="A→N 走不动", problem="接触了不少客户，很少走到谈判。", why1="拜访后没有谈到客户真正的需求。",
        why2="去之前没有准备问题，见面就讲产品。", why3="没有学过怎么问，也没有人陪他拜访过。",
        solution="学“需求发掘”技巧卡，主管每周陪访两次，访后当场复盘。", plan="两个月内 A→N 到 45%。",
        owner=lei, due=until + timedelta(days=45),
    )  # fmt: skip
    made = actions.create_three_w(
        by=director, figure=_figure(method, "conversion_N_C", "N→C 转化率", Scope(person=jing), until - timedelta(days=70)),
        bottleneck="报价之后丢单", problem="谈判阶段一半以上输在价格。", why1="客户只拿单价比。",
        why2="总成本没有算给客户看。", why3="报价单里没有总成本对比表。", solution="报价一律附总成本对比表。",
        plan="一个季度内 N→C 回到 50%。", owner=jing, due=until - timedelta(days=5),
    )  # fmt: skip
    later = _figure(method, "conversion_N_C", "", Scope(person=jing), until)
    actions.measure_three_w(made, by=director, seen=made.version, value=later.value)
    east = teams["east1"]
    figure = _figure(method, "hit_rate", "转换成功率", Scope(team=east), until)
    actions.create_item(by=min_, team=east, figure=figure, line="")
    deal = Opportunity.objects.filter(owner=people["linlan"], stage="N").order_by("-amount", "pk").first()
    if deal:
        actions.create_item(
            by=people["linlan"], team=east, kind="opportunity", object_id=deal.pk, line="想请主管一起去谈"
        )
    actions.create_item(by=min_, team=east, line="不了了之的单子：每人带三个结论来")
    lay_weeks(method, people, east, until)


def lay_weeks(method: Method, people: dict[str, Person], team: Team, until: date) -> None:
    """Last week's meeting of a team, closed with what it agreed on, and this week's, for which one has prepared."""
    lan, lei, min_ = (people[login] for login in ("linlan", "zhaolei", "zhoumin"))
    needed = [person for person in people.values() if person in (lan, lei, min_) or _is_in(person, team, until)]
    last = until - timedelta(days=7)
    purpose = "看清每个单子走到哪一步，决定弱的怎么办，定下谁在什么时候做什么"
    held = meetings.create_meeting(method=method, team=team, day=last, purpose=purpose, needed=needed, by=min_)
    look = lens_of(method, Scope(team=team), last - timedelta(days=1))
    since = last - timedelta(days=7)
    held = meetings.keep_pack(held, by=min_, seen=1, pack=document(look, since, last), since=since, at=look.at)
    meetings.note_in_meeting(held, by=min_, text="谈判阶段的单子先看价格以外的理由，下周带总成本对比表来。")
    deal = Opportunity.objects.filter(owner=lan, stage="N").order_by("-amount", "pk").first()
    day = max(until, today())
    for text, owner, days, about in (
        ("给客户发总成本对比表", lan, 0, deal),
        ("约陈经理一起去见使用部门", lan, 1, None),
        ("清一遍不了了之的单子，每个给出结论", lei, 0, None),
    ):
        agreements.create_agreement(
            text=text, owner=owner, due=day + timedelta(days=days), by=min_, meeting=held, opportunity=about
        )
    kept = agreements.create_agreement(text="补齐前十家客户的决策人", owner=lei, due=day, by=min_, meeting=held)
    agreements.settle_agreement(kept, by=lei, seen=1, state="kept")
    meetings.close_meeting(held, by=min_, seen=held.version, read_back=held.agreements.values_list("pk", flat=True))
    reviews.review_day(
        by=lei, day=today(), answers={"how_it_went": "上午三家都见到了，下午路上堵。", "first_tomorrow": "无锡那家。"}
    )
    coming = meetings.create_meeting(method=method, team=team, day=until, purpose=purpose, needed=needed, by=min_)
    meetings.answer_before_meeting(coming, by=lei, answers={
        "why_me": "我手上谈判阶段的单子最多。", "must_raise": "两个客户压价，需要定底线。", "my_point": "先谈总成本，再谈单价。",
    })  # fmt: skip


def _is_in(person: Person, team: Team, day: date) -> bool:
    return person.memberships.filter(team=team, from_day__lte=day, to_day__gt=day).exists()


def _figure(method: Method, kpi: str, label: str, scope: Scope, at: date) -> Figure:
    """A figure as it was on a day."""
    look = Lens(method, at, twelve_months_to(at), scope)
    value = readings_of(look, [look.rules.kpi(kpi)])[kpi].value
    return Figure(method, kpi, urlencode({"scope": scope.code}), label, value, scope.team, scope.person)
