"""Notebooks to pages: re-execute the series on an article and write self-contained HTML with an index."""

import html
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import jinja2
from nbconvert import HTMLExporter
from tqdm import tqdm

from analysis import framing
from analysis.article import SEEDS, locate, read_article
from analysis.report.execution import KERNELS_AT_ONCE, execute, executed, series
from analysis.report.exports import export, without_text
from analysis.report.writing import replacing, save


@dataclass(frozen=True)
class Page:
    """One notebook of the series: its file name without ending, its question, its findings as HTML, what failed."""

    name: str
    question: str
    findings: tuple
    fault: str


def write(article=None, out="report", *, text=True):
    """Re-execute the series on an article and write one HTML page a notebook and an index, whose path is printed.

    Goes on past a notebook that fails; returns 0 where all ran, else 1, and names what failed on standard error.
    Raises ArticleError where the article cannot be read, and OSError, naming the file, where a page cannot be written:
    then the pages of an earlier report stay. The notebooks' own files are left as they are. `export` says what lies
    beside the pages; without `text` neither these nor the pages hold more than 15 words of the article in a row.
    """
    from analysis import __version__ as version

    source, paths, out = locate(article), series(), Path(out)
    article = read_article(source)
    with replacing(out) as folder, tqdm(total=len(paths) + 1, desc="reading", file=sys.stderr, disable=None) as bar:
        reading = framing.read(article)  # once, and kept for all that the notebooks read
        bar.update()
        bar.set_description("notebooks")
        pages = []
        for path, notebook, fault in executed(paths, _environment(source)):
            save(folder / f"{path.stem}.html", page(notebook, [path.stem for path in paths], path.stem))
            pages.append(Page(path.stem, question(notebook), findings(notebook), fault))
            bar.update()
        save(folder / "index.html", index(pages, source))
        export(reading, folder, version=version, text=text)
        for one in [] if text else folder.glob("*.html"):
            save(one, without_text(one.read_text(encoding="utf-8"), article))
    failed = [page for page in pages if page.fault]
    for one in failed:
        print(f"{one.name}: {one.fault}", file=sys.stderr)
    print(out / "index.html")
    return 1 if failed else 0


def _environment(source):
    """What the kernels are told: the article, and to use this Python on one thread."""
    told = {"FRAMING_ARTICLE": str(source), "JUPYTER_PREFER_ENV_PATH": "1", "OMP_NUM_THREADS": "1"}
    return os.environ | told | {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}


def question(notebook):
    """The notebook's title without its number: the question it asks."""
    prose = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    titles = (re.search(r"^#\s+(?:\d+\W+)?(.+)$", text, re.M) for text in prose)
    return next((title[1].strip() for title in titles if title), "(no title)")


def findings(notebook):
    """The displayed outputs of the cells tagged `finding`, as HTML."""
    cells = [cell for cell in notebook.cells if "finding" in cell.metadata.get("tags", [])]
    return tuple(_shown(output) for cell in cells for output in cell.get("outputs", []))


def _shown(output):
    data = output.get("data", {})
    words = data.get("text/plain", output.get("text", ""))
    return data.get("text/html") or (f"<p>{html.escape(words)}</p>" if words else "")


def page(notebook, names, current):
    """One executed notebook as a self-contained HTML page with links to its neighbours."""
    here = lambda name: " aria-current=page" if name == current else ""
    links = "".join(f'<a href="{name}.html"{here(name)}>{name[:2]}</a>' for name in names)
    navigation = f'<nav class="series"><a href="index.html">index</a>{links}</nav>'
    resources = {"metadata": {"name": current}, "series_style": _file("series.css"), "series_navigation": navigation}
    exporter = HTMLExporter(raw_template=_file("page.html.j2"), embed_images=True)
    return exporter.from_notebook_node(notebook, resources=resources)[0]


def index(pages, source):
    """The first page of a report: the article, each notebook's question and what it found."""
    article = source.relative_to(SEEDS) if source.is_relative_to(SEEDS) else "/".join(source.parts[-2:])
    template = jinja2.Environment(autoescape=True, keep_trailing_newline=True).from_string(_file("index.html.j2"))
    return template.render(pages=pages, article=str(article), style=_file("index.css"))


def _file(name):
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
