"""Notebooks to pages: re-execute the series on an article and write self-contained HTML with an index."""

import html
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter
from tqdm import tqdm

from analysis.article import SEEDS, ArticleError, locate

NOTEBOOKS = SEEDS.parent / "notebooks"
KERNELS_AT_ONCE = 2
SECONDS_A_CELL = 300

STYLE = """
body { background: #fff; }
main, nav.series { max-width: 60rem; margin: 0 auto; padding: 0 1.2rem; }
nav.series { font: .9rem/1.5 system-ui, sans-serif; padding-top: 1rem; color: #555; }
nav.series a { color: #1a5a8a; margin-right: .6rem; text-decoration: none; }
nav.series a[aria-current] { color: #000; font-weight: 600; }
.jp-InputPrompt, .jp-OutputPrompt { display: none !important; }
.jp-RenderedHTMLCommon { font-family: Georgia, 'DejaVu Serif', serif !important; font-size: 1.05rem !important; line-height: 1.55; }
.jp-RenderedHTMLCommon h1, .jp-RenderedHTMLCommon h2, .jp-RenderedHTMLCommon h3, .jp-RenderedHTMLCommon table { font-family: system-ui, 'DejaVu Sans', sans-serif; }
.jp-RenderedHTMLCommon table { font-size: .85rem; margin-left: 0; table-layout: auto; }
.jp-RenderedHTMLCommon td, .jp-RenderedHTMLCommon th { text-align: left; vertical-align: top; white-space: normal; }
.jp-OutputArea-output { overflow-x: auto; }
.jp-OutputArea-output img, .jp-OutputArea-output svg { max-width: 100%; height: auto; }
details.code { margin: .2rem 0 .4rem; }
details.code > summary { cursor: pointer; color: #777; font: .8rem system-ui, sans-serif; }
"""
PAGE = """{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js -%}{%- endblock html_head_js -%}
{%- block html_head_js_mathjax -%}{%- endblock html_head_js_mathjax -%}
{%- block html_head_js_mermaidjs -%}{%- endblock html_head_js_mermaidjs -%}
{%- block html_head_css -%}<style>{{ resources.series_style }}</style>{%- endblock html_head_css -%}
{%- block body_header -%}<body class="jp-Notebook" data-jp-theme-light="true" data-jp-theme-name="JupyterLab Light">
{{ resources.series_navigation }}<main>{%- endblock body_header -%}
{%- block body_footer -%}</main>{{ resources.series_navigation }}</body>{%- endblock body_footer -%}
{%- block input_group -%}<details class="code"><summary>code</summary>{{ super() }}</details>{%- endblock input_group -%}
"""


@dataclass(frozen=True)
class Page:
    """One notebook of the series: its file name without ending, its question, its findings as HTML, what failed."""

    name: str
    question: str
    findings: tuple
    fault: str


def write(article=None, out="report"):
    """Re-execute the series on an article and write one HTML page a notebook, an index and the tables as CSV.

    Goes on past a notebook that fails; returns 0 where all ran, else 1, and names what failed on standard error.
    Raises ArticleError where the article cannot be read. The notebooks' own files are left as they are.
    """
    source = locate(article)
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"FRAMING_ARTICLE": str(source), "JUPYTER_PREFER_ENV_PATH": "1", "OMP_NUM_THREADS": "1"}
    paths = series()
    with ThreadPoolExecutor(KERNELS_AT_ONCE) as pool:
        jobs = pool.map(lambda path: _page(path, paths, environment, out), paths)
        pages = list(tqdm(jobs, total=len(paths), desc="notebooks", unit="page", file=sys.stderr))
    (out / "index.html").write_text(index(pages, source), encoding="utf-8")
    failed = [page for page in pages if page.fault]
    for page in failed:
        print(f"{page.name}: {page.fault}", file=sys.stderr)
    print(f"{len(pages) - len(failed)} of {len(pages)} pages written to {out}/index.html")
    return 1 if failed else 0


def series():
    """The notebooks in order; raises ArticleError where the package was installed without them."""
    paths = sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))
    if not paths:
        raise ArticleError(f"{NOTEBOOKS.name}/: no notebooks there; run from a checkout of the project")
    return paths


def execute(notebook, environment=None, folder=NOTEBOOKS):
    """Execute a notebook in place in a kernel of its own; returns "" or, where a cell failed, one line that says why."""
    client = NotebookClient(notebook, timeout=SECONDS_A_CELL, kernel_name="python3", record_timing=False,
                            resources={"metadata": {"path": str(folder)}})
    try:
        client.execute(env=environment or dict(os.environ))
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as fault:
        name, value = getattr(fault, "ename", type(fault).__name__), getattr(fault, "evalue", str(fault))
        return f"{name}: {value.strip().splitlines()[0] if value.strip() else 'no message'}"
    return ""


def question(notebook):
    """The notebook's title without its number: the question it asks."""
    for cell in notebook.cells:
        found = re.search(r"^#\s+(?:\d+\W+)?(.+)$", cell.source, re.M) if cell.cell_type == "markdown" else None
        if found:
            return found[1].strip()
    return "(no title)"


def findings(notebook):
    """The displayed outputs of the cells tagged `finding`, as HTML."""
    shown = []
    for cell in notebook.cells:
        if cell.cell_type == "code" and "finding" in cell.metadata.get("tags", []):
            for output in cell.outputs:
                data = output.get("data", {})
                if "text/html" in data:
                    shown.append(data["text/html"])
                elif "text/plain" in data or "text" in output:
                    shown.append(f"<p>{html.escape(data.get('text/plain', output.get('text', '')))}</p>")
    return tuple(shown)


def page(notebook, names, current):
    """One executed notebook as a self-contained HTML page with links to its neighbours."""
    links = "".join(
        f'<a href="{name}.html"{" aria-current=page" if name == current else ""}>{name[:2]}</a>' for name in names)
    resources = {"metadata": {"name": current}, "series_style": STYLE,
                 "series_navigation": f'<nav class="series"><a href="index.html">index</a>{links}</nav>'}
    exporter = HTMLExporter(raw_template=PAGE, embed_images=True)
    return exporter.from_notebook_node(notebook, resources=resources)[0]


def index(pages, source):
    """The first page of a report: the article, each notebook's question and what it found."""
    rows = "".join(
        f'<section><h2><a href="{p.name}.html">{p.name[:2]} · {html.escape(p.question)}</a></h2>'
        + (f'<p class="fault">This notebook failed: {html.escape(p.fault)}</p>' if p.fault else "")
        + ("<p>All findings on one page.</p>" if p is pages[0] else "".join(p.findings)) + "</section>"
        for p in pages)
    shown = source.relative_to(SEEDS) if source.is_relative_to(SEEDS) else "/".join(source.parts[-2:])
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>How {html.escape(str(shown))} frames its actors</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ font: 1rem/1.55 Georgia, 'DejaVu Serif', serif; max-width: 52rem; margin: 2rem auto; padding: 0 1.2rem; color: #222; }}
h1, h2, nav {{ font-family: system-ui, 'DejaVu Sans', sans-serif; }} h1 {{ font-size: 1.6rem; }} h2 {{ font-size: 1.1rem; margin: 1.6rem 0 .3rem; }}
a {{ color: #1a5a8a; text-decoration: none; }} .fault {{ color: #a00; }}
table {{ border-collapse: collapse; font: .85rem/1.4 system-ui, sans-serif; }} td, th {{ text-align: left; padding: .2rem .6rem .2rem 0; vertical-align: top; }}</style></head>
<body><h1>How the article <em>{html.escape(str(shown))}</em> frames its actors</h1>
<p>Each number on these pages was computed from the article when they were made, and each page says how sure it is. The
tables behind them: <code>python -m analysis code {html.escape(str(shown))} --out tables</code>.</p>
{rows}</body></html>
"""


def _page(path, paths, environment, out):
    notebook = nbformat.read(path, as_version=4)
    fault = execute(notebook, environment)
    (out / f"{path.stem}.html").write_text(page(notebook, [p.stem for p in paths], path.stem), encoding="utf-8")
    return Page(path.stem, question(notebook), findings(notebook), fault)
