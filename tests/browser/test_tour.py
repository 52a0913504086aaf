"""Every page that a person reaches from the navigation: nothing serious by axe, no sideways scroll, no complaint."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/pipeline/", "/pipeline/table/", "/pipeline/changes/", "/pipeline/as-it-was/", "/pipeline/create/", "/pipeline/1/",
    "/pipeline/1/move/", "/pipeline/1/evidence/needs_known/", "/pipeline/requests/", "/pipeline/win-loss/", "/customers/", "/customers/1/", "/customers/create/",
    "/customers/duplicates/", "/customers/duplicates/find/", "/customers/1/qualification/", "/customers/1/grade/", "/customers/1/merge/2/", "/insight/", "/methods/",
    "/methods/versions/1/", "/exchange/imports/", "/exchange/imports/upload/", "/find/?q=苏州",
    "/customers/1/timeline/", "/customers/competitors/", "/customers/create/", "/house/roles/", "/house/roles/seller/edit/", "/house/people/4/hand-over/",
    "/house/settings/", "/house/people/", "/house/people/1/", "/house/teams/", "/house/audit/", "/customers/industries/",
    "/customers/industries/1/", "/customers/industries/1/rating/", "/customers/1/rating/", "/customers/competitors/1/",
    "/customers/sources/", "/products/", "/house/profile/", "/pipeline/ageing/", "/customers/silent/", "/insight/reports/industry/",
    "/insight/reports/competitors/", "/insight/3w/", "/insight/3w/1/", "/insight/3w/create/", "/insight/agenda/", "/insight/why/spancop/closed:all/",
    "/house/fields/", "/house/fields/create/", "/customers/1/edit/", "/customers/edit/?account=1", "/", "/activities/", "/activities/1/",
    "/activities/tickler/", "/activities/record/?opportunity=1", "/activities/plan/", "/activities/yellow-cards/1/", "/system/",
    "/activities/meetings/", "/activities/meetings/create/", "/activities/agreements/", "/activities/agreements/create/", "/meetings/1/",
    "/meetings/2/", "/pack/", "/day/", "/team-day/?half=morning", "/team-day/?half=evening",
)  # fmt: skip


@pytest.mark.parametrize(("width", "language", "dark"), [(1440, "en", True), (390, "zh-hans", False)])
def test_every_page_is_accessible_and_fits(visit, width, language, dark):
    visitor = visit("admin", width=width, language=language, dark=dark)
    found = []
    for path in PAGES:
        visitor.go(path)
        visitor.page.evaluate(AXE.read_text())
        result = visitor.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        for violation in result["violations"]:
            if violation["impact"] in ("serious", "critical"):
                nodes = [node["html"][:160] for node in violation["nodes"][:2]]
                found.append(f"{path}: {violation['id']} {nodes}")
        if not visitor.fits():
            found.append(f"{path}: wider than {width} px")
    assert not found, "\n".join(found)
