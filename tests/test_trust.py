"""What stands in an article and in the files beside it does nothing: in a page, a spreadsheet, a terminal."""

import csv
import re
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from analysis import __main__, article, claims, figures, framing, report, review, tables

ROOT = Path(__file__).resolve().parent.parent
RUNS = "<script>window.ran = 1</script><img src=x onerror='window.ran = 1'><svg onload='window.ran = 1'></svg>"
LINKS = "[a](javascript:window.ran=1) [b](data:text/html,x) [c](https://example.org) [d](#p1) ![e](http://x.org/y.png)"
READING = f"""# {RUNS}

## {RUNS}
premises:
- acts: met
- {RUNS}: {RUNS}

{RUNS}

## Links {RUNS}
premises:
- acts: met

{RUNS}

{LINKS}
"""


@pytest.fixture
def folder(tmp_path):
    """An article folder in which every file holds what would run in a page."""
    made = tmp_path / "mine <img src=x onerror=window.ran=1>"
    made.mkdir()
    text = f"Cuba {RUNS} praised Peru. Peru thanked Cuba {RUNS}.\n\n“Cuba {RUNS} is a friend,” Peru said."
    (made / "article.txt").write_text(text, encoding="utf-8")
    (made / "about.toml").write_text(f"title = '''{RUNS}'''\nsource = '''{RUNS}'''\n", encoding="utf-8")
    (made / "aliases.csv").write_text(f'alias,actor,kind,party\nCuba,"{RUNS}",name,\n', encoding="utf-8")
    (made / "reading.md").write_text(READING, encoding="utf-8")
    return made


def test_nothing_of_an_article_runs_in_a_page(browser, folder, tmp_path):
    text = article.read_article(folder)
    reading = framing.read(text, encoder=False)
    met = claims.Claim("acts", f"who acts {RUNS}", f"{RUNS}.", RUNS, 9, "acts", 1, evidence=())
    shown = [claims.check(text.beside("reading.md"), [met], reading), claims.Findings((met,)), met]
    shown += [
        figures.table(text.provenance()),
        figures.table(reading.mentions),
        figures.marked_text(text, reading.mentions),
    ]
    outputs = [nbformat.v4.new_output("display_data", {"text/html": one._repr_html_()}) for one in shown]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=outputs)])
    page = tmp_path / "page.html"
    chapter = report.Chapter("page", notebook, RUNS)
    page.write_text(report.chapter(chapter, [chapter]), encoding="utf-8")
    index = tmp_path / "index.html"
    index.write_text(report.story(reading, [chapter]), encoding="utf-8")
    judged = review.write(reading, tmp_path / "review.html", version="1")
    for path in (page, index, judged):
        browser.get(path.as_uri())
        assert browser.execute_script("return window.ran") is None, path.name
        assert browser.execute_script("return document.querySelectorAll('[onerror], [onload], img[src=x]').length") == 0
    browser.get(page.as_uri())
    links = browser.execute_script("return [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
    assert {"https://example.org", "index.html#p1"} <= set(links)
    assert not [link for link in links if link.startswith(("javascript:", "data:"))]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "=-@", " =", "＝"])
def test_no_cell_of_a_table_is_a_formula_and_its_words_stand_where_it_says(tmp_path, sign):
    raw = f"{sign}HYPERLINK(1) said Cuba."
    row = {"start": 0, "end": len(raw), "text": raw, "clean_text": raw, "actor": f"{sign}Cuba", "stance": -1}
    tables.write(pd.DataFrame([row]), tmp_path / "table.csv")
    with (tmp_path / "table.csv").open(encoding="utf-8", newline="") as handle:
        (read,) = csv.DictReader(handle)
    assert not any(cell.lstrip()[:1] in "=+@\t\r＝" for name, cell in read.items())
    assert read["text"] == raw[int(read["start"]) : int(read["end"])] == "HYPERLINK(1) said Cuba."
    assert (read["actor"], read["stance"]) == ("Cuba", "-1")


def test_every_table_of_an_article_of_formulas_is_inert(tmp_path, monkeypatch):
    text = "\n\n".join(f"{sign}Cuba praised Peru. “{sign}Cuba is a friend,” Peru said." for sign in "=+-@")
    (tmp_path / "mine.txt").write_text(text, encoding="utf-8")
    assert __main__.main(["code", str(tmp_path / "mine.txt"), "--out", str(tmp_path / "out"), "--no-encoder"]) == 0
    for path in tmp_path.glob("out/*.csv"):
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                assert not any(re.match(r"\s*[=+@-](?![\d.]+$)", cell) for cell in row.values()), path.name
                assert "start" not in row or text[int(row["start"]) : int(row["end"])] == row["text"], path.name


def test_the_review_page_saves_no_formula(browser, tmp_path):
    reading = framing.read(article.from_text("Cuba praised Peru. " * 3), encoder=False)
    browser.get(review.write(reading, tmp_path / "review.html", version="1").as_uri())
    row = {"layer": "stance", "paragraph": 1, "start": 4, "end": 9, "text": "=1+1", "source": "@Cuba", "stance": -1}
    browser.execute_script("state.added.push(arguments[0])", row | {"target": "Peru", "why": "=cmd"})
    (row,) = csv.DictReader(browser.execute_script("return lines()").splitlines())
    assert (row["text"], row["start"], row["source"], row["why"], row["stance"]) == ("1+1", "5", "Cuba", "cmd", "-1")


def test_a_terminal_is_not_steered(tmp_path, capsys, monkeypatch):
    folder = tmp_path / "mine\x1b[2J\x07"
    folder.mkdir()
    (folder / "article.txt").write_text("Cuba \x1b[31mpraised\x1b[0m Peru.", encoding="utf-8")
    (folder / "repairs.csv").write_text("paragraph,raw,occurrence,repaired,reason\n", encoding="utf-8")
    assert __main__.main(["code", str(folder), "--out", str(tmp_path / "out"), "--no-encoder"]) == 0
    (folder / "repairs.csv").write_text(
        "paragraph,raw,occurrence,repaired,reason\n1,\x1b]0;x\x07,,x,y", encoding="utf-8"
    )
    assert __main__.main(["code", str(folder), "--out", str(tmp_path / "out"), "--no-encoder"]) == 1
    said = "".join(capsys.readouterr())
    assert "mine" in said and not any(c in said for c in "\x1b\x07")


def test_what_the_functions_show_does_not_steer_a_terminal():
    text = article.from_text("Cuba \x1b[31mpraised\x1b[0m Peru. \x1b]0;x\x07Peru thanked Cuba.")
    reading = framing.read(text, encoder=False)
    shown = [text, reading, claims.findings(reading), figures.table(reading.mentions), figures.table(reading.relations)]
    assert not any(c in repr(one) for one in shown for c in "\x1b\x07")


def test_a_page_saved_from_a_browser_is_read(tmp_path):
    pytest.importorskip("trafilatura")
    words = "Cuba praised Peru on day {} of the talks, and Peru thanked Cuba for it &amp; more."
    body = "".join(f"<p>{words.format(n)}</p>" for n in range(5))
    page = f"<!DOCTYPE html><html><title>Talks</title><body><nav>Menu</nav><article>{body}</article></body></html>"
    (tmp_path / "saved.html").write_text(page, encoding="utf-8")
    found = article.read_article(tmp_path / "saved.html")
    assert len(found.paragraphs) == 5 and "& more" in found.raw and "Menu" not in found.raw
    assert "taken out of an HTML page by trafilatura" in found.cautions[0]
    out = tmp_path / "out"
    assert __main__.main(["code", str(tmp_path / "saved.html"), "--out", str(out), "--no-encoder"]) == 0
    assert (out / "article.txt").read_text(encoding="utf-8") == found.raw


def test_without_trafilatura_one_line_says_what_to_do(tmp_path, monkeypatch):
    (tmp_path / "saved.html").write_text("<p>Cuba praised Peru.</p>", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(article.ArticleError, match="saved.html: to read an HTML page, pip install trafilatura"):
        article.read_article(tmp_path / "saved.html")


def test_no_module_unpickles_or_opens_a_socket():
    risky = re.compile(r"\b(pickle|shelve|marshal|joblib|socket)\b|allow_pickle=True|(?<![.\w])(eval|exec)\(")
    for path in (ROOT / "analysis").rglob("*.py"):
        assert not risky.search(path.read_text(encoding="utf-8")), path.name


def test_a_reading_opens_no_socket(monkeypatch):
    def refused(*_, **__):
        raise AssertionError("a socket")

    monkeypatch.setattr("socket.socket.__init__", refused)
    reading = framing.read(article.from_text("Cuba praised Peru."))
    assert claims.findings(reading) is not None
