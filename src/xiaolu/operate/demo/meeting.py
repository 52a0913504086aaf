"""What the demo company's weekly meeting speaks of: two 3Ws, and an agenda of a figure, a customer and a line."""

from datetime import date, timedelta
from urllib.parse import urlencode

from xiaolu.domain.periods import twelve_months_to
from xiaolu.insight import actions
from xiaolu.insight.actions import Figure
from xiaolu.insight.queries.readings import Lens, readings_of
from xiaolu.insight.queries.scopes import Scope
from xiaolu.methods.models import Method
from xiaolu.org.models import Person, Team
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


def _figure(method: Method, kpi: str, label: str, scope: Scope, at: date) -> Figure:
    """A figure as it was on a day."""
    look = Lens(method, at, twelve_months_to(at), scope)
    value = readings_of(look, [look.rules.kpi(kpi)])[kpi].value
    return Figure(method, kpi, urlencode({"scope": scope.code}), label, value, scope.team, scope.person)
