"""The pages of a report in a real browser: from disk, at two widths, in light and dark, by keyboard.

For the accessibility checks AXE_CORE is the path of axe.min.js (`npm install --prefix DIR axe-core`); without it, or
node_modules/ in the checkout, they are skipped.
"""

import json
import os
import re
from pathlib import Path

import nbformat
import pytest

from analysis import framing, report
from analysis.article import from_text, read_article

ROOT = Path(__file__).resolve().parents[1]
AXE = Path(os.environ.get("AXE_CORE") or ROOT / "node_modules" / "axe-core" / "axe.min.js")
HEAVIEST = 1.2e6  # bytes of a page
CRIME = (
    "Police in Milltown arrested Ann Lee on Friday. She denied stealing the <b>bell</b>.\n\nMayor Tom Ray accused Lee"
    ' of lying. "She took it," Ray said.\n\nMilltown council thanked the police. Lee sued the council.'
)
CODE = re.compile(r"[A-Za-z]\w*_\w+|\('[^']*',|\b[\w-]+\.(?:csv|toml|md|ipynb|py|json|j2)\b|\bNaN\b")
FAULTS = """
    const done = arguments[0], told = node => node.html.slice(0, 200) + " " + (node.any[0] || {}).message;
    axe.run().then(found => done(found.violations.map(fault => [fault.impact, fault.id, fault.nodes.map(told)])));
"""
VISIBLE = """
    const copy = document.body.cloneNode(true);
    copy.querySelectorAll("pre, code, script, style, textarea").forEach(node => node.remove());
    const words = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT), found = [];
    while (words.nextNode()) found.push(words.currentNode.data);
    return found.join(" ");
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """{kind of reading: the folder of its report}; the committed notebooks are the chapters of the reviewed one."""
    reviewed = framing.read(read_article("xi-putin-2021"))
    readings = {"reviewed": reviewed, "machine": reviewed.machine}
    for name, text in {"crime": CRIME, "rain": "It rained.", "empty": ""}.items():
        readings[name] = framing.read(from_text(text))
    folders = {}
    for kind, reading in readings.items():
        folders[kind] = tmp_path_factory.mktemp(kind)
        paths = report.series() if kind == "reviewed" else []
        chapters = [report.Chapter(path.stem, nbformat.read(path, as_version=4)) for path in paths]
        report.pages(reading, chapters, folders[kind])
    return folders


@pytest.fixture(scope="module")
def pages(reports):
    return [page for folder in reports.values() for page in sorted(folder.glob("*.html"))]


def stories(pages):
    return [page for page in pages if page.name == "index.html"]


def resize(browser, width):
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def scheme(browser, name):
    features = [{"name": "prefers-color-scheme", "value": name}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def named(page):
    return f"{page.parent.name}/{page.name}"


def test_every_page_opens_from_disk_asks_nothing_of_the_network_and_logs_no_error(browser, pages):
    browser.get_log("performance"), browser.get_log("browser")
    for page in pages:
        browser.get(page.as_uri())
    asked = [json.loads(row["message"])["message"] for row in browser.get_log("performance")]
    addresses = {row["params"]["request"]["url"] for row in asked if row["method"] == "Network.requestWillBeSent"}
    assert len(addresses) >= len(pages)
    assert not [address for address in addresses if not address.startswith(("file:", "data:"))]
    assert [row for row in browser.get_log("browser") if row["level"] == "SEVERE"] == []


def test_no_page_is_heavy(pages):
    assert not {named(page): page.stat().st_size for page in pages if page.stat().st_size > HEAVIEST}


def test_every_link_and_anchor_leads_somewhere(pages):
    anchors = {page: set(re.findall(r'\bid="([^"]+)"', page.read_text(encoding="utf-8"))) for page in pages}
    for page in pages:
        for link in set(re.findall(r'<a\b[^>]*? href="([^"]+)"', page.read_text(encoding="utf-8"))):
            name, _, anchor = link.partition("#")
            target = page.parent / name if name else page
            if not name.startswith(("http:", "https:")):
                assert target in anchors or target.is_file(), f"{named(page)}: {link}"
                assert not anchor or anchor in anchors[target], f"{named(page)}: {link}"


def test_no_id_is_there_twice(pages):
    for page in pages:
        ids = re.findall(r'\bid="([^"]+)"', page.read_text(encoding="utf-8"))
        assert len(ids) == len(set(ids)), named(page)


def test_no_page_shows_the_name_of_a_column_a_file_or_a_function(browser, pages):
    found = {}
    for page in pages:
        browser.get(page.as_uri())
        found[named(page)] = sorted(set(CODE.findall(browser.execute_script(VISIBLE))))
    assert not {page: words for page, words in found.items() if words}


@pytest.mark.parametrize("width", [390, 1200, 1440])
def test_nothing_is_wider_than_the_window(browser, pages, width):
    resize(browser, width)
    wide = {}
    for page in pages:
        browser.get(page.as_uri())
        wide[named(page)] = browser.execute_script("return document.documentElement.scrollWidth")
    assert not {page: found for page, found in wide.items() if found > width}


def test_the_layers_of_the_article_are_switched_by_the_keyboard(browser, reports):
    resize(browser, 1440)
    browser.get((reports["reviewed"] / "index.html").as_uri())
    colour = "return getComputedStyle(document.querySelector('.whole .actors')).borderBottomColor"
    tint = "return getComputedStyle(document.querySelector('.whole .voices')).backgroundColor"
    deed = "return document.querySelector('.whole .deeds').checkVisibility()"
    look = lambda: [browser.execute_script(script) for script in (colour, tint, deed)]
    gone = {"actors": (0, "rgba(0, 0, 0, 0)"), "voices": (1, "rgba(0, 0, 0, 0)"), "deeds": (2, False)}
    before = look()
    for layer, (place, without) in gone.items():
        switch = browser.find_element("id", f"show-{layer}")
        switch.send_keys(" ")
        after = look()
        assert (after[place], before[place] != without) == (without, True), layer
        assert [after[n] for n in range(3) if n != place] == [before[n] for n in range(3) if n != place], layer
        switch.send_keys(" ")
    assert look() == before


def test_a_number_of_the_lede_leads_to_a_sentence_of_the_article_in_sight(browser, reports):
    browser.get((reports["reviewed"] / "index.html").as_uri())
    links = browser.find_elements("css selector", ".lede a")
    assert links
    for link in links:
        target = link.get_attribute("href").split("#")[1]
        browser.execute_script("arguments[0].click()", link)
        top = browser.execute_script("return document.getElementById(arguments[0]).getBoundingClientRect().top", target)
        assert 0 <= top < 900


def test_a_word_of_evidence_lights_up_from_the_finding_beside_it(browser, reports):
    browser.get((reports["reviewed"] / "index.html").as_uri())
    browser.execute_script("document.querySelectorAll('.notes').forEach(node => node.open = true)")
    link = browser.find_element("css selector", ".notes a")
    words = browser.find_element("css selector", f".paragraph span.{link.get_attribute('class')}")
    before = words.value_of_css_property("background-color")
    browser.execute_script("arguments[0].focus()", link)
    assert words.value_of_css_property("background-color") != before


@pytest.mark.skipif(not AXE.is_file(), reason="needs axe-core: AXE_CORE names its axe.min.js")
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_no_serious_fault(browser, pages, colours):
    scheme(browser, colours)
    resize(browser, 1440)
    faults = {}
    for page in pages:
        browser.get(page.as_uri())
        browser.execute_script("document.querySelectorAll('details').forEach(node => node.open = true)")
        browser.execute_script(AXE.read_text(encoding="utf-8"))
        found = browser.execute_async_script(FAULTS)
        faults[named(page)] = [fault for fault in found if fault[0] in ("serious", "critical")]
    assert not {page: found for page, found in faults.items() if found}
