"""The project holds together: one direction of imports, one set of requirements, word lists that name their sources."""

import ast
import csv
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ORDER = """
    parts tables lexicon cache article grammar encoder actors quotes cooccurrence stance sentiment frames
    certainty roles review framing mirror uncertainty
    agreement scorecard claims figures report corpus training
""".split()
ABOVE = {"__init__", "__main__"}  # the package's own face: they import what they show
MODULES = sorted((ROOT / "analysis").rglob("*.py"))
LEXICONS = sorted((ROOT / "analysis" / "lexicons").glob("*.csv"))


def room(path):
    return path.relative_to(ROOT / "analysis").with_suffix("").parts[0]


def imported(path):
    """Every name that a module imports from the package, as dotted parts behind `analysis`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "analysis":
            parts = node.module.split(".")[1:]
            yield from [parts] if parts else [[alias.name] for alias in node.names]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1:] for alias in node.names if alias.name.split(".")[0] == "analysis")


def label(path):
    return path.relative_to(ROOT / "analysis").as_posix()


@pytest.mark.parametrize("path", MODULES, ids=label)
def test_a_room_imports_only_from_its_left_and_from_no_other_room_what_lies_inside(path):
    here = room(path)
    assert here in ORDER or here in ABOVE, "a room that the order does not know"
    if here in ABOVE:
        return
    others = [parts for parts in imported(path) if parts and parts[0] != here and not parts[0].startswith("__")]
    assert [parts for parts in others if parts[0] not in ORDER[: ORDER.index(here)]] == []
    assert [parts for parts in others if len(parts) > 1] == []


def test_no_module_is_a_drawer():
    assert not {"utils", "helpers", "core", "common"} & {path.stem for path in MODULES}


def test_the_wheel_holds_every_room_but_the_training():
    setuptools = pytest.importorskip("setuptools")
    find = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"][
        "find"
    ]
    packages = setuptools.find_packages(str(ROOT), include=find["include"], exclude=find["exclude"])
    rooms = {path.parent.relative_to(ROOT).as_posix().replace("/", ".") for path in MODULES}
    assert set(packages) == {name for name in rooms if not name.startswith("analysis.training")}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "analysis/lexicons/README.md"])
def test_every_file_that_a_guide_names_is_there(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    paths = re.findall(r"(?:analysis|notebooks|seeds|tests)/[\w./-]+\w", text)
    assert [path for path in paths if not re.search("NAME|NN", path) and not (ROOT / path).exists()] == []


def test_the_row_that_the_guide_shows_stands_in_the_table():
    shown = re.search(r"^snub,.*$", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.M)[0]
    assert shown in (ROOT / "analysis/lexicons/predicates.csv").read_text(encoding="utf-8").splitlines()


def project(table="project"):
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[table]


def bounds(requirements):
    pairs = (re.match(r"([\w.-]+)>=([\w.]+)", line) for line in requirements)
    return {m[1].lower(): m[2] for m in pairs if m}


def test_conda_and_pip_ask_for_the_same():
    listed = re.findall(r"^  - ([\w.-]+>=[\w.]+)$", (ROOT / "environment.yml").read_text(encoding="utf-8"), re.M)
    wanted = bounds(project()["dependencies"]) | bounds(project()["optional-dependencies"]["test"])
    conda = bounds(listed)
    assert conda.pop("python") == project()["requires-python"].removeprefix(">=")
    assert conda == wanted


def number(version):
    return [int(part) for part in re.findall(r"\d+", version)[:3]]


def test_the_lock_satisfies_every_bound():
    lock = dict(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M))
    for name, low in (bounds(project()["dependencies"]) | bounds(project()["optional-dependencies"]["test"])).items():
        assert number(lock[name]) >= number(low), name


def test_every_locked_package_has_a_hash():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    packages = re.split(r"\n(?=[\w.-]+==)", lock.strip())
    assert all("--hash=sha256:" in package for package in packages)


@pytest.mark.parametrize("path", LEXICONS, ids=lambda path: path.stem)
def test_a_word_list_is_a_clean_table_that_names_its_sources(path):
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    assert all(len(row) == len(rows[0]) for row in rows), "ragged rows"
    source = rows[0].index("source")
    assert all(row[source].strip() for row in rows[1:])


def test_a_word_list_quotes_no_article():
    words = {
        path: re.findall(r"\w+", path.read_text(encoding="utf-8").casefold())
        for path in (ROOT / "seeds").glob("*/article.txt")
    }
    runs = {" ".join(found[i : i + 4]) for found in words.values() for i in range(len(found) - 3)}
    for path in LEXICONS:
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.reader(handle):
                for cell in row:
                    cells = re.findall(r"\w+", cell.casefold())
                    shared = [
                        " ".join(cells[i : i + 4]) for i in range(len(cells) - 3) if " ".join(cells[i : i + 4]) in runs
                    ]
                    assert not shared, f"{path.name}: {shared}"


def test_nothing_is_downloaded_at_run_time():
    for path in MODULES:
        code = path.read_text(encoding="utf-8")
        assert "nltk.download" not in code and "urlopen" not in code and "import requests" not in code, path.name


def test_the_version_is_one():
    import analysis

    assert analysis.__version__ == project()["version"]
    assert f"version: {analysis.__version__}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_every_file_that_the_package_reads_is_shipped():
    shipped = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    root = ROOT / "analysis"
    known = {path for pattern in shipped["analysis"] for path in root.glob(pattern)}
    files = {path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    left = {path for path in files - known if path.suffix != ".py" and not path.name.startswith(".")}
    assert {path.relative_to(root).parts[0] for path in left} <= {"training"}


def test_the_package_loads_no_library_before_it_is_needed():
    slow = "matplotlib networkx scipy nltk textblob nbconvert jinja2".split()
    script = f"import sys, analysis, analysis.claims; print(*{{*{slow}}} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_textblob_works_after_its_tagger_was_loaded_alone():
    script = "import analysis; analysis.sentiment.tone('Xi left.', encoder=False); import nltk, textblob;"
    script += "analysis.grammar.tokens('Xi left.'); print(textblob.TextBlob('A good plan.').sentiment.polarity > 0)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True"]
