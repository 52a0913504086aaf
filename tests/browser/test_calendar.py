"""What is dragged in the calendar is moved, by mouse and by thumb; what is refused goes back and says why."""

from datetime import date, timedelta

import pytest

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
HOUR = 2  # slots of half an hour


def monday(weeks: int) -> date:
    """The Monday so many weeks ahead; what the demo plans lies nearer."""
    today = date.today()
    return today + timedelta(days=7 * weeks - today.weekday())


def planned(visitor, day: date, subject: str, start: str = "10:00") -> None:
    visitor.go(f"/activities/plan/?day={day}")
    page = visitor.page
    page.fill("main [name=subject]", subject)
    page.fill("main [name=start]", start)
    page.fill("main [name=minutes]", "60")
    with page.expect_navigation():
        page.evaluate("document.querySelector('main [name=subject]').form.requestSubmit()")


def shown(visitor, view: str, day: date, subject: str, **asked):
    """The event of that name in a view, once it is drawn."""
    more = "".join(f"&{name}={value}" for name, value in asked.items())
    visitor.go(f"/activities/calendar/?view={view}&day={day}{more}")
    event = visitor.page.locator(".ec-event", has_text=subject)
    event.wait_for()
    event.scroll_into_view_if_needed()
    return event


def lies_at(visitor, first: date, last: date, subject: str, **asked) -> list[str]:
    """When the server says that it begins."""
    more = "".join(f"&{name}={value}" for name, value in asked.items())
    return visitor.page.evaluate(
        "([address, name]) => fetch(address).then((answer) => answer.json())"
        ".then((told) => told.events.filter((one) => one.title.includes(name)).map((one) => one.start))",
        [f"/activities/calendar/events/?first={first}&last={last}{more}", subject],
    )


def slot(page) -> float:
    """The height of half an hour."""
    main = "getComputedStyle(document.querySelector('.ec-main')).getPropertyValue('--ec-slot-height')"
    return float(page.evaluate(main).removesuffix("px"))


def column(page) -> float:
    """The width of a day."""
    return page.evaluate(
        "(() => { const one = [...document.querySelectorAll('.ec-col-head')].map((head) => head.getBoundingClientRect().x);"
        " return one[1] - one[0]; })()"
    )


def middle(event) -> tuple[float, float]:
    box = event.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, event, across: float, down: float) -> None:
    x, y = middle(event)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(x + across * step / 8, y + down * step / 8)
    page.mouse.up()


def drag_with_a_thumb(page, event, down: float) -> None:
    """Pressed until the event is taken up, moved, let go."""
    hand, (x, y) = page.context.new_cdp_session(page), middle(event)
    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    page.wait_for_timeout(1300)
    for step in range(1, 9):
        point = {"x": x, "y": y + down * step / 8}
        hand.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        page.wait_for_timeout(30)
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def says(page, text: str) -> None:
    """Wait for the toast that says it; an earlier one may still stand there."""
    page.locator(".toast", has_text=text).wait_for()


def test_a_plan_is_dragged_to_another_day_and_time_in_the_week(visit):
    visitor, day = visit("linlan"), monday(3)
    page = visitor.page
    planned(visitor, day, "拖到星期三")
    event = shown(visitor, "week", day, "拖到星期三")
    drag(page, event, 2 * column(page), 3 * HOUR * slot(page))
    says(page, "已改期")
    assert lies_at(visitor, day, day + timedelta(days=6), "拖到星期三") == [f"{day + timedelta(days=2)}T13:00:00"]
    visitor.go(page.url.removeprefix(visitor.address))
    x, _ = middle(shown(visitor, "week", day, "拖到星期三"))
    heads = [one.bounding_box() for one in page.locator(".ec-col-head").all()]
    assert heads[2]["x"] < x < heads[2]["x"] + heads[2]["width"], "it stands there after the page was loaded anew"


def test_a_plan_is_dragged_to_another_time_of_the_day(visit):
    visitor, day = visit("linlan"), monday(4)
    planned(visitor, day, "拖到下午")
    event = shown(visitor, "day", day, "拖到下午")
    drag(visitor.page, event, 0, 4 * HOUR * slot(visitor.page))
    says(visitor.page, "已改期")
    assert lies_at(visitor, day, day, "拖到下午") == [f"{day}T14:00:00"]


def test_what_is_dragged_into_somebody_elses_day_goes_back_and_says_why(visit):
    visitor, day = visit("zhoumin"), monday(5)
    page = visitor.page
    planned(visitor, day, "不给别人")
    event = shown(visitor, "team", day, "不给别人")
    before = event.bounding_box()
    others = [head.bounding_box() for head in page.locator(".ec-col-head").all()]
    aim = next(one for one in others if not one["x"] <= before["x"] < one["x"] + one["width"])
    drag(page, event, aim["x"] + aim["width"] / 2 - middle(event)[0], 0)
    says(page, "别人的日程")
    assert page.locator(".ec-event", has_text="不给别人").bounding_box() == before
    assert lies_at(visitor, day, day, "不给别人") == [f"{day}T10:00:00"]


def test_a_drag_that_the_server_refuses_goes_back_with_its_sentence(visit):
    visitor, day = visit("linlan"), monday(0)
    page, today = visitor.page, date.today()
    if today == day:
        pytest.skip("on a Monday nothing of this week lies in the past")
    planned(visitor, today, "不回到过去", "20:00")
    event = shown(visitor, "week", day, "不回到过去")
    drag(page, event, -column(page), 0)
    says(page, "过去")
    assert lies_at(visitor, day, day + timedelta(days=6), "不回到过去") == [f"{today}T20:00:00"]
    visitor.complaints.clear()  # the browser complains of the refusal too


def test_a_thumb_takes_a_plan_up_and_lays_it_elsewhere(visit):
    visitor, day = visit("linlan", **PHONE), monday(6)
    planned(visitor, day, "拇指拖动")
    event = shown(visitor, "day", day, "拇指拖动")
    drag_with_a_thumb(visitor.page, event, 2 * HOUR * slot(visitor.page))
    says(visitor.page, "已改期")
    assert lies_at(visitor, day, day, "拇指拖动") == [f"{day}T12:00:00"]
    assert visitor.fits()
