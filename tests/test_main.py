"""The command line: what it writes, and what it says when it cannot."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = {
    "mentions": {"start", "end", "actor", "kind"},
    "stance": {"paragraph", "source", "target", "target_type", "stance", "voice"},
    "quotes": {"paragraph", "speaker", "start", "end"},
    "tone": {"paragraph", "tone"},
    "portrayal": {"paragraph", "actor", "valence"},
    "frames": {"paragraph", "conflict", "responsibility", "human_interest", "morality", "economic"},
    "roles": {"actor", "role"},
    "actors": {"actor", "party"},
}


def run(*arguments, cwd=ROOT, **environment):
    return subprocess.run(
        [sys.executable, "-m", "analysis", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
    )


def rows(path):
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_code_writes_every_table_and_its_spans_point_into_the_file(tmp_path):
    raw = (ROOT / "seeds" / "mackerel-talks" / "article.txt").read_bytes().decode("utf-8")
    done = run("code", "mackerel-talks", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    for name, columns in COLUMNS.items():
        table = rows(tmp_path / f"{name}.csv")
        assert table and columns <= set(table[0]), name
        for row in table:
            if "text" in row and "start" in row:
                assert raw[int(row["start"]) : int(row["end"])] == row["text"], name


def test_only_counted_relations_are_coded(tmp_path):
    article = tmp_path / "denial.txt"
    article.write_text("Russia denied that it attacked Georgia. Cuba praised Peru.", encoding="utf-8")
    assert run("code", article, "--out", tmp_path / "out").returncode == 0
    coded = {(row["source"], row["target"], row["stance"]) for row in rows(tmp_path / "out" / "stance.csv")}
    assert ("Cuba", "Peru", "1") in coded and ("Russia", "Georgia", "-1") not in coded


@pytest.mark.parametrize("text", ["", "Nothing here has a name."])
def test_an_article_with_nothing_in_it_gives_tables_with_headers(tmp_path, text):
    article = tmp_path / "empty.txt"
    article.write_text(text, encoding="utf-8")
    assert run("code", article, "--out", tmp_path / "out").returncode == 0
    for name, columns in COLUMNS.items():
        header = (tmp_path / "out" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
        assert columns <= set(header), name


@pytest.mark.parametrize(
    "arguments, code, complaint",
    [
        (["code", "no-such-file.txt", "--out", "x"], 1, "no-such-file.txt: no such file"),
        (["code"], 2, "required: article, --out"),
        (["codify"], 2, "invalid choice"),
        ([], 2, "required"),
        (["report", "no-such-file.txt"], 1, "no such file"),
        (["scorecard", "no-such-folder"], 1, "no such folder"),
    ],
)
def test_an_error_is_one_line_with_its_own_exit_code(tmp_path, arguments, code, complaint):
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == code and complaint in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_binary_file_is_an_error_and_not_a_result(tmp_path):
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\0\0")
    done = run("code", "picture.txt", "--out", "x", cwd=tmp_path)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1) and "binary" in done.stderr


def test_a_path_is_relative_to_where_the_command_was_typed(tmp_path):
    (tmp_path / "mine.txt").write_text("Cuba praised Peru.", encoding="utf-8")
    assert run("code", "mine.txt", "--out", "out", cwd=tmp_path).returncode == 0
    assert (tmp_path / "out" / "stance.csv").is_file()
