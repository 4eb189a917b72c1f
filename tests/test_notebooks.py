"""The series: short cells, no finding typed by hand, every figure read, the same outputs when executed again."""

import html
import os
import re
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import execute
import nbformat
import pytest

from analysis import report

ROOT = Path(__file__).resolve().parent.parent
PATHS = sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
NAMES = [path.stem for path in PATHS]
LONGEST_CELL = 8
# what digits may stand for in prose: a citation's year, a notebook's number, a value that a definition names
ALLOWED_DIGITS = re.compile(
    r"\bF1\b|\b(?:19|20)\d\d\b|\b0[0-9]\b|[−-]?\b[01]\b|`[^`]*`|\[[^\]]*\]\([^)]*\)|^#.*$", re.M
)


@pytest.fixture(scope="module")
def committed():
    return {path.stem: nbformat.read(path, as_version=4) for path in PATHS}


@pytest.fixture(scope="module")
def executed():
    environment = {k: v for k, v in os.environ.items() if k != "FRAMING_ARTICLE"} | {"PYTHONPATH": str(ROOT)}
    fresh = {path.stem: nbformat.read(path, as_version=4) for path in PATHS}
    with ThreadPoolExecutor(report.KERNELS_AT_ONCE) as pool:
        faults = dict(zip(fresh, pool.map(lambda notebook: report.execute(notebook, environment), fresh.values())))
    assert not any(faults.values()), faults
    return fresh


def cells(notebook, kind):
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def shown(cell):
    """The outputs of a cell as text, without the bytes of its pictures and without warnings on standard error."""
    parts = []
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            parts.append(output.text if output.name == "stdout" else "")
        else:
            data = output.get("data", {})
            parts += [data.get("text/html", ""), data.get("text/markdown", ""), data.get("text/plain", "")]
    return re.sub(r"base64,[A-Za-z0-9+/=]+|<svg.*?</svg>", "", "\n".join(parts), flags=re.S)


def is_exhibit(cell):
    return any(
        "<img" in o.get("data", {}).get("text/html", "")
        or "<table" in o.get("data", {}).get("text/html", "")
        or "<svg" in o.get("data", {}).get("text/html", "")
        or "image/png" in o.get("data", {})
        for o in cell.get("outputs", [])
    )


def test_the_series_is_complete():
    assert [name[:2] for name in NAMES] == [f"{n:02d}" for n in range(len(NAMES))]


@pytest.mark.parametrize("name", NAMES)
def test_code_cells_are_short_and_define_nothing(committed, name):
    for cell in cells(committed[name], "code"):
        assert len(cell.source.splitlines()) <= LONGEST_CELL, cell.source
        assert not re.search(r"^\s*(def|class|for|while) ", cell.source, re.M), cell.source


@pytest.mark.parametrize("name", NAMES)
def test_no_finding_is_typed_into_prose(committed, name):
    for cell in cells(committed[name], "markdown"):
        left = ALLOWED_DIGITS.sub("", cell.source)
        assert not re.search(r"\d", left), left


@pytest.mark.parametrize("name", NAMES)
def test_no_markdown_cell_is_empty(committed, name):
    assert all(cell.source.strip() for cell in cells(committed[name], "markdown"))


def reads(cell):
    """Whether a cell says something of what stands above it."""
    if cell.cell_type == "markdown":
        return bool(cell.source.strip()) and not cell.source.lstrip().startswith("#")
    return bool(shown(cell).strip())


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_and_table_is_read(committed, name):
    every = committed[name].cells
    for cell, after in zip(every, [*every[1:], None]):
        if cell.cell_type == "code" and is_exhibit(cell) and "finding" not in cell.metadata.get("tags", []):
            assert after is not None and reads(after), f"no reading after: {cell.source}"


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_committed_executed_in_order(committed, name):
    assert [cell.execution_count for cell in cells(committed[name], "code")] == list(
        range(1, len(cells(committed[name], "code")) + 1)
    )
    assert not any(o.output_type == "error" for cell in cells(committed[name], "code") for o in cell.outputs)


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_has_its_own_description(committed, name):
    for cell in cells(committed[name], "code"):
        for output in cell.outputs:
            data = output.get("data", {})
            assert "image/png" not in data or "text/html" in data, f"a bare picture in: {cell.source}"
            for tag in re.findall(r"<img[^>]*>", data.get("text/html", "")):
                alt = re.search(r'alt="([^"]*)"', tag)
                assert alt and len(alt[1]) > 20, cell.source


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_states_its_find_and_its_limits(committed, name):
    prose = "\n".join(cell.source for cell in cells(committed[name], "markdown")).casefold()
    assert any("finding" in cell.metadata.get("tags", []) for cell in cells(committed[name], "code"))
    assert "what would change our mind" in prose and "limits" in prose


def under_the_lock():
    lock = set(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M))
    return all(
        (name, version(name)) in lock
        for name in ("pandas", "numpy", "scipy", "nltk", "textblob", "networkx", "onnxruntime")
    )


@pytest.mark.parametrize("name", NAMES)
def test_executing_again_gives_what_is_committed(committed, executed, name):
    pairs = zip(cells(committed[name], "code"), cells(executed[name], "code"))
    chosen = pairs if under_the_lock() else [(a, b) for a, b in pairs if "finding" in a.metadata.get("tags", [])]
    for before, after in chosen:
        assert shown(after) == shown(before), before.source


@pytest.mark.parametrize("name", [name for name in NAMES if "01" <= name[:2] <= "07"])
def test_the_read_me_says_what_the_notebook_finds(committed, name):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    finding = re.search(rf"^\| \[{name[:2]}\]\(.*?\) \| .*? \| (.*) \|$", readme, re.M)[1]
    outputs = html.unescape("\n".join(shown(cell) for cell in cells(committed[name], "code")))
    for sentence in re.split(r"(?<=\.) (?=[A-Z])", finding):
        assert sentence in outputs, sentence


@pytest.mark.parametrize("name", NAMES)
def test_a_page_loads_nothing_from_elsewhere(committed, name):
    chapters = [report.Chapter(other, committed[other]) for other in NAMES]
    page = report.chapter(chapters[NAMES.index(name)], chapters)
    assert not re.findall(
        r"""(?:src|srcset|data)\s*=\s*["']?(?:https?:)?//|<link[^>]+href=["']?(?:https?:)?//|url\(["']?(?:https?:)?//|from\s+["']https?:|import\(\s*["']https?:""",
        page,
    )


def test_the_read_me_shows_the_picture_of_the_notebook_under_its_finding(committed):
    assert execute.PICTURE.read_bytes() == execute.picture(committed[execute.PICTURED])
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    title = re.search(rf"!\[(.*)\]\({execute.PICTURE.relative_to(ROOT).as_posix()}\)", readme)[1]
    assert title in html.unescape("\n".join(shown(cell) for cell in cells(committed[execute.PICTURED], "code")))


@pytest.mark.parametrize(
    "text", ["", "The weather was fine.", "It rained. It stopped."], ids=["empty", "one sentence", "no actor"]
)
def test_the_series_finishes_on_an_article_with_nothing_to_find(committed, tmp_path, text):
    """All code cells of the series in one kernel, which starts faster than one kernel a notebook."""
    (tmp_path / "nothing.txt").write_text(text, encoding="utf-8")
    whole = nbformat.v4.new_notebook()
    whole.cells = [nbformat.v4.new_code_cell(cell.source) for name in NAMES for cell in cells(committed[name], "code")]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "FRAMING_ARTICLE": str(tmp_path / "nothing.txt")}
    assert report.execute(whole, environment) == ""


@pytest.mark.parametrize("name", [name for name in NAMES if name[:2] <= "07"])
def test_no_name_of_the_code_stands_in_front_of_a_reader(committed, name):
    for cell in cells(committed[name], "code"):
        words = html.unescape(re.sub(r"<[^>]+>", " ", shown(cell)))
        assert not re.search(r"\b[a-z]+_[a-z]+\b", words), cell.source
