"""Pages: an index that names what failed, and notebooks that do not stop each other."""

import nbformat
import pytest

from analysis import report
from analysis.article import ArticleError


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
    assert report.write("mackerel-talks", tmp_path / "out") == 1
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
        report.write("mackerel-talks", tmp_path / "out")
