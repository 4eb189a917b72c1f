"""Pages: an index that names what failed, and notebooks that do not stop each other."""

import html
import os
import re

import nbformat
import pytest

from analysis import report
from analysis.article import ArticleError, read_article
from analysis.report import writing


def notebook(*sources, title="# 00 Does it work?"):
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_markdown_cell(title), *map(nbformat.v4.new_code_cell, sources)]
    return made


@pytest.fixture
def series(tmp_path, monkeypatch):
    """A series of two notebooks, of which the first fails."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    nbformat.write(notebook("1 / 0"), folder / "00-fails.ipynb")
    nbformat.write(notebook("'forty' + '-two'", title="# 01 What is found?"), folder / "01-works.ipynb")
    monkeypatch.setattr(report.execution, "NOTEBOOKS", folder)
    return folder


def test_a_notebook_that_fails_is_named_and_the_others_go_on(series, tmp_path, capsys):
    assert report.write("summit-western", tmp_path / "out") == 1
    assert "00-fails: ZeroDivisionError: division by zero" in capsys.readouterr().err
    assert "forty-two" in (tmp_path / "out" / "01-works.html").read_text(encoding="utf-8")
    index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "This notebook failed: ZeroDivisionError" in index and "01 · What is found?" in index


def test_a_page_escapes_what_it_shows(tmp_path):
    page = report.Page("01-x", "Is <b> bold?", (), "")
    assert "&lt;b&gt;" in report.index([page, page], tmp_path / "my <article>" / "a.txt")


def test_the_question_is_the_title_without_its_number():
    assert report.question(notebook(title="# 03 Who is put together with whom?")) == "Who is put together with whom?"


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
        p.name: longest_run(p.read_text(encoding="utf-8"), article) for p in out.rglob("*.*") if p.is_file()
    }
    assert runs("whole")["01-works.html"] > 15
    assert max(runs("less").values()) <= 15
