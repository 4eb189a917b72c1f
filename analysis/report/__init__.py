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

from analysis.article import SEEDS, locate
from analysis.report.execution import KERNELS_AT_ONCE, execute, executed, series


@dataclass(frozen=True)
class Page:
    """One notebook of the series: its file name without ending, its question, its findings as HTML, what failed."""

    name: str
    question: str
    findings: tuple
    fault: str


def write(article=None, out="report"):
    """Re-execute the series on an article and write one HTML page a notebook and an index.

    Goes on past a notebook that fails; returns 0 where all ran, else 1, and names what failed on standard error.
    Raises ArticleError where the article cannot be read. The notebooks' own files are left as they are.
    """
    source = locate(article)
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"FRAMING_ARTICLE": str(source), "JUPYTER_PREFER_ENV_PATH": "1", "OMP_NUM_THREADS": "1"}
    paths = series()
    done = tqdm(executed(paths, environment), total=len(paths), desc="notebooks", unit="page", file=sys.stderr)
    pages = [_page(*notebook, [path.stem for path in paths], out) for notebook in done]
    (out / "index.html").write_text(index(pages, source), encoding="utf-8")
    failed = [page for page in pages if page.fault]
    for page in failed:
        print(f"{page.name}: {page.fault}", file=sys.stderr)
    print(f"{len(pages) - len(failed)} of {len(pages)} pages written to {out}/index.html")
    return 1 if failed else 0


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


def _page(path, notebook, fault, names, out):
    (out / f"{path.stem}.html").write_text(page(notebook, names, path.stem), encoding="utf-8")
    return Page(path.stem, question(notebook), findings(notebook), fault)
