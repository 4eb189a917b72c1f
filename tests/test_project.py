"""The project holds together: one direction of imports, one set of requirements, word lists that name their sources."""

import ast
import csv
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ORDER = ("article standins encoder clauses roster reading names affiliation antecedents descriptions speakers pronouns reference actors quotation_marks "
         "cue_words quoted_sentences noun_phrases reported_clauses cue_uses reported_contents attributions speaker_names quotes "
         "cooccurrence issues stance sentiment frames framing mirror uncertainty agreement claims figures training_data "
         "scorecard report").split()
MODULES = sorted(path.stem for path in (ROOT / "analysis").glob("*.py") if not path.stem.startswith("__"))
LEXICONS = sorted((ROOT / "analysis" / "lexicons").glob("*.csv"))


def imported(module):
    tree = ast.parse((ROOT / "analysis" / f"{module}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis"):
            yield from ([node.module.split(".")[1]] if "." in node.module else [a.name for a in node.names if a.name in MODULES])
        elif isinstance(node, ast.Import):
            yield from (a.name.split(".")[1] for a in node.names if a.name.startswith("analysis."))


@pytest.mark.parametrize("module", [m for m in MODULES if m in ORDER])
def test_a_module_imports_only_from_its_left(module):
    assert [m for m in imported(module) if ORDER.index(m) >= ORDER.index(module)] == []


def test_no_module_is_a_drawer():
    assert not {"utils", "helpers", "core", "common"} & set(MODULES)


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


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
    words = {path: re.findall(r"\w+", path.read_text(encoding="utf-8").casefold()) for path in (ROOT / "seeds").glob("*/article.txt")}
    runs = {" ".join(found[i:i + 4]) for found in words.values() for i in range(len(found) - 3)}
    for path in LEXICONS:
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.reader(handle):
                for cell in row:
                    cells = re.findall(r"\w+", cell.casefold())
                    shared = [" ".join(cells[i:i + 4]) for i in range(len(cells) - 3) if " ".join(cells[i:i + 4]) in runs]
                    assert not shared, f"{path.name}: {shared}"


def test_nothing_is_downloaded_at_run_time():
    for path in (ROOT / "analysis").glob("*.py"):
        code = path.read_text(encoding="utf-8")
        assert "nltk.download" not in code and "urlopen" not in code and "import requests" not in code, path.name


def test_the_version_is_one():
    import analysis

    assert analysis.__version__ == project()["version"]
    assert f"version: {analysis.__version__}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
