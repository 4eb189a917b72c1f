"""The pages as text: what the story says of any article, how chapters hang together, what stays inert."""

import html
import os
import re
from dataclasses import replace

import nbformat
import pytest

from analysis import claims, figures, framing, report, scorecard
from analysis.article import ArticleError, from_text, read_article
from analysis.report import writing
from analysis.report.story import _sorted

TEXT = (
    "Russia condemned Ukraine on Monday. Cuba praised Peru.\n\nPeru thanked Cuba. Russia attacked Ukraine.\n\n"
    "Ukraine said that it would defend itself. Russia threatened Ukraine again.\n\nRussia bombed Ukraine."
)


def notebook(*sources, title="# 00 Does it work?"):
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_markdown_cell(title), *map(nbformat.v4.new_code_cell, sources)]
    return made


def shown(*cells, title="# 01 What is found?"):
    """A chapter whose cells are Markdown, or HTML that a cell displayed."""
    made = notebook(title=title)
    for kind, words in cells:
        cell = nbformat.v4.new_markdown_cell(words)
        if kind == "html":
            output = nbformat.v4.new_output("display_data", {"text/html": words, "text/plain": ""})
            cell = nbformat.v4.new_code_cell("show()", outputs=[output])
        made.cells.append(cell)
    return report.Chapter("01-found", made)


def reading(text, **about):
    article = from_text(text)
    return framing.read(replace(article, about=about), encoder=False)


@pytest.fixture
def series(tmp_path, monkeypatch):
    """A series of two notebooks, of which the first fails."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    nbformat.write(notebook("1 / 0"), folder / "00-fails.ipynb")
    nbformat.write(notebook("'forty' + '-two'", title="# 01 What is found?"), folder / "01-works.ipynb")
    monkeypatch.setattr(report.execution, "NOTEBOOKS", folder)
    return folder


def test_a_notebook_that_fails_is_named_on_its_page_and_the_first_and_the_others_go_on(series, tmp_path, capsys):
    assert report.write("summit-western", tmp_path / "out") == 1
    assert "00-fails: ZeroDivisionError: division by zero" in capsys.readouterr().err
    page = lambda name: (tmp_path / "out" / name).read_text(encoding="utf-8")
    assert "forty-two" in page("01-works.html")
    for name in ("index.html", "00-fails.html"):
        assert "its notebook failed" in page(name) and "ZeroDivisionError: division by zero" in page(name)
    assert "What is found?" in page("index.html") and "its notebook failed" not in page("01-works.html")


def test_a_missing_article_is_refused_before_anything_runs(series, tmp_path):
    with pytest.raises(ArticleError, match="no such file"):
        report.write("no-such-article", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_without_notebooks_the_error_says_where_to_run(tmp_path, monkeypatch):
    monkeypatch.setattr(report.execution, "NOTEBOOKS", tmp_path)
    with pytest.raises(ArticleError, match="run from a checkout"):
        report.write("summit-western", tmp_path / "out")


def leave(folder, name, *pages):
    for page in pages:
        (folder / page).write_text(name, encoding="utf-8")


def test_a_report_that_fails_leaves_the_old_one_as_it_was(tmp_path):
    leave(tmp_path, "old", "index.html", "00-x.html")
    with pytest.raises(OSError, match="No space") as full:
        with writing.replacing(tmp_path) as folder:
            leave(folder, "new", "00-x.html")
            raise OSError(28, "No space left on device", str(folder / "01-y.html"))
    assert full.value.filename == str(tmp_path / "01-y.html")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"index.html": "old", "00-x.html": "old"}


def test_a_report_killed_while_it_replaces_another_leaves_no_first_page(tmp_path, monkeypatch):
    leave(tmp_path, "old", "index.html", "00-x.html", "01-y.html")
    moved = []

    def one_alone(source, target):
        if moved:
            raise KeyboardInterrupt
        moved.append(source.rename(target))

    monkeypatch.setattr(writing.os, "replace", one_alone)
    with pytest.raises(KeyboardInterrupt), writing.replacing(tmp_path) as folder:
        leave(folder, "new", "index.html", "00-x.html", "01-y.html")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["00-x.html", "01-y.html"]


def test_of_two_reports_into_one_folder_all_pages_are_of_the_later(tmp_path):
    with writing.replacing(tmp_path) as first, writing.replacing(tmp_path) as second:
        leave(first, "first", "index.html", "00-x.html")
        leave(second, "second", "index.html", "00-x.html")
    assert {path.read_text() for path in tmp_path.iterdir()} == {"first"}


def test_a_folder_that_cannot_be_made_is_named(series):
    with pytest.raises(OSError) as fault:
        report.write("summit-western", __file__ + "/report")
    assert str(fault.value.filename).startswith(__file__)


def test_a_notebook_finds_no_names_of_another_that_ran_in_its_kernel(series):
    paths = []
    for number in range(4):
        paths.append(series / f"1{number}-x.ipynb")
        nbformat.write(notebook("assert 'left' not in globals()\nleft = 1"), paths[-1])
    assert [fault for *_, fault in report.executed(paths, dict(os.environ))] == [""] * 4


def test_a_kernel_that_dies_stops_no_other_notebook(series):
    nbformat.write(notebook("import os; os._exit(1)"), series / "02-dies.ipynb")
    nbformat.write(notebook("1 + 1"), series / "03-works.ipynb")
    faults = {path.stem: fault for path, _, fault in report.executed(report.series(), dict(os.environ))}
    assert faults["02-dies"] and not faults["01-works"] and not faults["03-works"]


def test_the_tables_findings_and_method_lie_beside_the_pages(series, tmp_path):
    report.write("summit-ukrainian", tmp_path / "out")
    assert "Russia" in (tmp_path / "out" / "tables" / "findings.csv").read_text(encoding="utf-8")
    appendix = (tmp_path / "out" / "findings.md").read_text(encoding="utf-8")
    assert "## Who opposes whom" in appendix and "- ¶3 “" in appendix
    method = (tmp_path / "out" / "methods.md").read_text(encoding="utf-8")
    assert "reviewed by language-model-A" in method and "mentions of actors, F1 ." in method


def longest_run(page, article):
    words = lambda text: re.findall(r"\w+", text.casefold())
    known, page, longest = f" {' '.join(words(article))} ", words(html.unescape(re.sub("<[^>]*>", " ", page))), 0
    for place in range(len(page)):
        while place + longest < len(page) and f" {' '.join(page[place : place + longest + 1])} " in known:
            longest += 1
    return longest


def test_without_its_text_a_report_quotes_few_words_in_a_row(series, tmp_path):
    nbformat.write(
        notebook("from analysis import figures, read_article\nfigures.table(read_article().paragraphs[['text']])"),
        series / "01-works.ipynb",
    )
    report.write("summit-western", tmp_path / "whole")
    report.write("summit-western", tmp_path / "less", text=False)
    article = read_article("summit-western").raw
    runs = lambda out: {
        p.name: longest_run(p.read_text(encoding="utf-8"), article)
        for p in (tmp_path / out).rglob("*.*")
        if p.is_file()
    }
    assert runs("whole")["01-works.html"] > 15
    assert max(runs("less").values()) <= 15
    first = (tmp_path / "less" / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'<a\b[^>]*? href="([^"#:]+)', first)
    assert not [link for link in links if not (tmp_path / "less" / link).is_file()]


# --- the story -------------------------------------------------------------------------------------------------------


def test_the_story_says_that_nobody_has_reviewed_the_reading():
    page = report.story(reading(TEXT))
    assert "Read by machine alone" in page and "By machine alone" in page and "Reviewed by" not in page


def test_the_story_says_that_coders_who_are_models_are_no_people_and_how_well_the_machine_does():
    page = report.story(framing.read("summit-western", encoder=False))
    assert "They are not people" in page and "No person has reviewed it yet" in page
    relations = scorecard.committed().query("tuned_on == 'kept back' and measure == 'stance.paragraph, F1'")
    value = relations[relations["instrument"] == "rules and encoder"]["value"].iloc[0]
    assert f"who stands for or against whom, F1 {value:.2f}".replace(" 0.", " .") in page.replace(" 0.", " .")


def test_the_story_says_of_long_paragraphs_that_they_were_read_in_pieces():
    long = "Cuba praised Peru on a day of rain. " * 60
    assert "1 paragraph is longer than it reads at once" in report.story(reading(f"{TEXT}\n\n{long}"))
    assert "longer than it reads at once" not in report.story(reading(TEXT))


def test_what_the_article_is_stands_above_the_headline():
    page = report.story(reading(TEXT, title="A <quiet> day", source="the Daily Mill; by post", date="unknown"))
    head = re.search(r'<p class="kicker">(.*?)</p>', page, re.S)[1]
    assert (
        "A &lt;quiet&gt; day" in head and "the Daily Mill" in head and "by post" not in head and "unknown" not in head
    )


def test_every_link_of_the_story_leads_to_something_on_it():
    page = report.story(reading(TEXT))
    anchors = set(re.findall(r' id="([^"]+)"', page))
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert {"p1", "s1"} <= anchors and len(links) > 9 and links <= anchors


@pytest.mark.parametrize(
    "text, words", [("", "is empty"), ("It rained.", "names nobody"), ("Russia met Cuba.", "is short")]
)
def test_an_article_with_little_in_it_has_a_page_that_says_so(text, words):
    page = report.story(reading(text))
    assert words in page and "<h1></h1>" not in page


def test_what_an_article_or_its_facts_hold_stays_inert():
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)> {{ 7 * 7 }}"
    page = report.story(reading(f"Russia condemned {evil} Ukraine.\n\n{TEXT}", title=evil, source=evil, licence=evil))
    assert "<script" not in page and "<img src=x" not in page and "&lt;script&gt;" in page and "{{ 7 * 7 }}" in page


# --- chapters --------------------------------------------------------------------------------------------------------


def test_the_question_is_the_title_without_its_number():
    assert report.question(notebook(title="# 03 Who is put together with whom?")) == "Who is put together with whom?"


def test_links_to_notebooks_lead_to_their_pages_under_their_titles():
    other = report.Chapter("00-x", notebook(title="# 00 What is it?"))
    this = shown(("md", "See [00](00-x.ipynb), [the first](00-x.ipynb#end) and [us](https://example.org/a.ipynb)."))
    page = report.chapter(this, [other, this])
    assert '<a class="chapter" href="00-x.html">What is it?</a>' in page and 'href="00-x.html#end">the first' in page
    assert 'href="https://example.org/a.ipynb"' in page and 'rel="prev" href="00-x.html"' in page


def test_a_paragraph_number_leads_to_the_paragraph_on_the_first_page():
    this = shown(("md", "So ¶2, 12 and `¶7`."), ("html", '<p>“no” (¶3)</p><svg><a href="#p4"><text>4</text></a></svg>'))
    page = report.chapter(this, [this])
    for number in (2, 12, 3, 4):
        assert f'href="index.html#p{number}"' in page
    assert "index.html#p7" not in page


def test_a_paragraph_of_another_article_leads_nowhere():
    this = shown(("md", "So ¶2."), ("html", '<svg><a href="#p4"><text>4</text></a></svg>'))
    this.notebook.cells[0].metadata["tags"] = ["other-articles"]
    page = report.chapter(this, [this])
    assert "¶2" in page and "#p2" not in page and "#p4" not in page


def test_a_number_in_a_column_of_paragraphs_leads_to_its_paragraph():
    table = "<table><thead><tr><th>who</th><th>paragraph</th></tr></thead><tbody>{}</tbody></table>"
    this = shown(("html", table.format("<tr><td>7</td><td>8</td></tr><tr><td>9</td><td>none</td></tr>")))
    links = re.findall(r'href="index.html#p(\d+)"', report.chapter(this, [this]))
    assert links == ["8"]


def test_code_is_folded_and_a_chapter_has_its_sections_in_the_contents():
    this = shown(("md", "## How many?"), ("html", "<p>Nine.</p>"))
    page = report.chapter(this, [this])
    assert re.search(r'<details class="code"><summary>[^<]+</summary>.*show', page, re.S)
    assert page.count('<a href="#section-1">How many?</a>') == 2  # once in the margin, once folded for a phone
    assert "<title>What is found?</title>" in page


# --- the article, marked up ------------------------------------------------------------------------------------------


def marked(text):
    return figures.article(reading(text)).data


def plain(page):
    import html

    text = re.sub(r"<style>.*?</style>|<details.*?</details>| <span class=\"deeds\".*?</span>", "", page, flags=re.S)
    paragraphs = text.split('class="paragraph"')[1:]
    return [html.unescape(re.sub(r"<[^>]+(>|$)", "", paragraph.split(">", 1)[1])) for paragraph in paragraphs]


def test_the_marked_up_article_keeps_every_word_of_the_text_as_analysed():
    article = read_article("xi-putin-2021")
    text = plain(figures.article(framing.read(article, encoder=False, review=False)).data)
    lines = [row.clean_text or row.text for row in article.paragraphs.itertuples()]
    expected = [f"¶{number}{line}".split() for number, line in enumerate(lines, start=1)]
    assert [paragraph.replace(" .", ".").split() for paragraph in text] == expected


def test_a_relation_stands_at_the_end_of_its_words_and_says_whose_voice_it_is():
    sure = reading("Russia condemned Ukraine.")
    sure = replace(sure, relations=sure.relations.assign(sure=0.9), mentions=sure.mentions.assign(sure=0.9))
    page = figures.article(sure).data
    assert re.search(r"Ukraine</span> <span class=\"deeds\"[^>]*>Russia ▹ Ukraine −</span>\.", page)
    assert "in the article’s own voice; by machine alone" in page
    kept = replace(sure, relations=sure.relations.assign(origin="kept"))
    assert "Russia ▸ Ukraine −" in figures.article(kept).data
    unsure = replace(sure, relations=sure.relations.assign(sure=0.2))
    assert "deeds" not in figures.article(unsure).data.split('class="whole"')[1]


def test_repairs_show_what_was_received_and_boilerplate_is_grey():
    article = read_article("xi-putin-2021")
    page = figures.article(framing.read(article, encoder=False, review=False)).data
    assert "as received: “Pre-Russian”" in page
    assert re.search(r'class="left-out"[^>]*>China, land in the middle', page)


def test_a_finding_is_named_beside_the_paragraph_that_it_rests_on():
    from analysis import claims

    made = reading(TEXT)
    found = [finding for finding in claims.findings(made) if finding.met and finding.evidence]
    page = figures.article(made, found).data
    for finding in found:
        place = page.split(f'id="p{finding.evidence[0].paragraph}"')[1].split('class="paragraph"')[0]
        assert f'href="#{figures.finding_anchor(finding)}"' in place


def test_only_the_paragraphs_asked_for_are_marked_up():
    page = figures.article(reading(TEXT), paragraphs=[2]).data
    assert 'id="p2"' in page and 'id="p1"' not in page
    assert "no text to mark up" in figures.article(reading("")).data


def test_that_nobody_was_found_is_no_headline_where_something_was():
    say = lambda name, value: claims.Claim(name, "", f"{name} is found.", value, 3, "rows")
    leading, _, _ = _sorted([say("unheard", "none"), say("tone", "negative"), say("shown", "nobody")])
    assert [claim.name for claim in leading] == ["tone", "unheard", "shown"]


def test_kernels_find_the_package_that_made_them(monkeypatch):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    assert report._environment("article.txt")["PYTHONPATH"] == str(report.NOTEBOOKS.parent)
    monkeypatch.setenv("PYTHONPATH", "mine")
    assert report._environment("article.txt")["PYTHONPATH"].endswith(f"{os.pathsep}mine")
