"""The command line: what it writes, and what it says when it cannot."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import __main__, encoder

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = {
    "mentions": {"start", "end", "actor", "kind"},
    "stance": {"paragraph", "source", "target", "target_type", "stance", "voice", "origin", "sure", "grade"},
    "quotes": {"paragraph", "speaker", "start", "end"},
    "tone": {"paragraph", "tone"},
    "portrayal": {"paragraph", "actor", "valence"},
    "frames": {"paragraph", "conflict", "responsibility", "human_interest", "morality", "economic"},
    "roles": {"actor", "role"},
    "actors": {"actor", "party"},
    "findings": {"name", "title", "statement", "value", "n", "origin", "sure"},
    "about": {"what", "value"},
}
SENTENCES = "Russia denied that it attacked Georgia. Cuba praised Peru."


@pytest.fixture
def typed(tmp_path, capsys, monkeypatch):
    """Runs a command in a folder of its own that holds mine.txt: (exit code, lines of output, lines of complaint)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PWD", str(tmp_path))
    (tmp_path / "mine.txt").write_text(SENTENCES, encoding="utf-8")

    def run(*arguments):
        try:
            code = __main__.main(list(map(str, arguments)))
        except SystemExit as end:
            code = end.code
        return code, *map(str.splitlines, capsys.readouterr())

    return run


def rows(path):
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def about(folder):
    return {row["what"]: row["value"] for row in rows(folder / "about.csv")}


def test_code_writes_every_table_and_its_spans_point_into_the_file(typed, tmp_path):
    raw = (ROOT / "seeds" / "summit-western" / "article.txt").read_bytes().decode("utf-8")
    assert typed("code", "summit-western", "--out", "out")[0] == 0
    assert {path.stem for path in tmp_path.glob("out/*")} == set(COLUMNS)
    for name, columns in COLUMNS.items():
        table = rows(tmp_path / "out" / f"{name}.csv")
        assert table and columns <= set(table[0]), name
        for row in table:
            if "text" in row and "start" in row:
                assert raw[int(row["start"]) : int(row["end"])] == row["text"], name


def test_only_counted_relations_are_coded(typed, tmp_path):
    assert typed("code", "mine.txt", "--out", "out", "--no-encoder")[0] == 0
    coded = {(row["source"], row["target"], row["stance"]) for row in rows(tmp_path / "out" / "stance.csv")}
    assert ("Cuba", "Peru", "1") in coded and ("Russia", "Georgia", "-1") not in coded


@pytest.mark.parametrize("text", ["", "Nothing here has a name."])
def test_an_article_with_nothing_in_it_gives_tables_with_headers(typed, tmp_path, text):
    (tmp_path / "mine.txt").write_text(text, encoding="utf-8")
    assert typed("code", "mine.txt", "--out", "out")[0] == 0
    for name, columns in COLUMNS.items():
        header = (tmp_path / "out" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
        assert columns <= set(header), name


@pytest.mark.parametrize(
    "arguments, code, complaint",
    [
        (["code", "no-such-file.txt", "--out", "x"], 1, "no-such-file.txt: no such file"),
        (["code", "", "--out", "x"], 1, "no article named"),
        (["code", "picture.txt", "--out", "x"], 1, "a binary file"),
        (["code", "mine.txt", "--out", "mine.txt"], 1, "mine.txt: File exists"),
        (["code", "mine.txt", "--out", ""], 2, "argument --out: an empty path"),
        (["code"], 2, "required: article, --out"),
        (["codify"], 2, "invalid choice"),
        ([], 2, "required"),
        (["report", "no-such-file.txt"], 1, "no such file"),
        (["report", ""], 1, "no article named"),
        (["scorecard", "no-such-folder"], 1, "no-such-folder: no such folder"),
        (["scorecard", ".", "--out", "nowhere/card.csv"], 1, "nowhere/card.csv: No such file or directory"),
    ],
)
def test_an_error_is_one_line_with_its_own_exit_code(typed, tmp_path, arguments, code, complaint):
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\0\0")
    ended, _, lines = typed(*arguments)
    assert ended == code and len(lines) == 1 and complaint in lines[0]


@pytest.mark.parametrize(
    "fault, code, complaint",
    [
        (KeyboardInterrupt(), 130, "analysis: interrupted"),
        (OSError(28, "No space left on device"), 1, "analysis: out: No space left on device"),
        (OSError(13, "Permission denied", "out/tone.csv"), 1, "analysis: out/tone.csv: Permission denied"),
        (ModuleNotFoundError(name="nltk"), 1, "analysis: nltk is missing: install what pyproject.toml names"),
    ],
)
def test_what_ends_a_command_is_said_in_one_line_and_leaves_no_half_tables(
    typed, tmp_path, monkeypatch, fault, code, complaint
):
    def failing(*_):
        raise fault

    monkeypatch.setattr("analysis.framing.write", failing)
    ended, output, lines = typed("code", "mine.txt", "--out", "out", "--no-encoder")
    assert (ended, output, len(lines)) == (code, [], 1) and lines[0].startswith(complaint)
    assert list(tmp_path.glob("out/*")) == []


def test_data_that_cannot_be_measured_are_named(typed, tmp_path):
    (tmp_path / "newsmtsc").mkdir()
    (tmp_path / "newsmtsc" / "rw-dev.jsonl").write_text("{}", encoding="utf-8")
    code, _, lines = typed("scorecard", tmp_path)
    assert code == 1 and len(lines) == 1 and "newsmtsc/rw-dev.jsonl line 1: sentence is None, not str" in lines[0]


def test_the_tables_say_which_encoder_read(typed, tmp_path):
    assert typed("code", "mine.txt", "--out", "out", "--no-encoder")[0] == 0
    assert about(tmp_path / "out")["encoder"] == "none (--no-encoder)"
    _, output, _ = typed("code", "mine.txt", "--out", "out")
    sums = dict(reversed(line.split()) for line in (encoder.FILES / "SHA256SUMS").read_text().splitlines())
    assert about(tmp_path / "out")["encoder"] == f"sha256 {sums['encoder.onnx']}" and len(output) == 1


@pytest.mark.parametrize("content, why", [(None, "is missing"), (b"damaged", "is not the one that was shipped")])
def test_tables_read_without_the_encoder_say_so(typed, tmp_path, monkeypatch, content, why):
    for name in ("SHA256SUMS", "tokenizer.json"):
        (tmp_path / name).write_bytes((encoder.FILES / name).read_bytes())
    if content:
        (tmp_path / "encoder.onnx").write_bytes(content)
    monkeypatch.setattr(encoder, "FILES", tmp_path)
    monkeypatch.setattr(encoder, "available", lambda *_: False)
    code, output, _ = typed("code", "mine.txt", "--out", "out")
    assert code == 0 and why in output[-1] and "rules and word lists alone" in output[-1]
    assert about(tmp_path / "out")["encoder"].startswith("none: the encoder's file")


def test_what_was_left_out_is_said_in_output_and_tables(typed, tmp_path):
    (tmp_path / "mine.txt").write_text(f"{SENTENCES} All rights reserved.", encoding="utf-8")
    _, output, _ = typed("code", "mine.txt", "--out", "out", "--no-encoder")
    assert about(tmp_path / "out")["left out"] == "3 of 12 words were left out as boilerplate, in ¶1."
    assert output[-1] == "mine: 3 of 12 words were left out as boilerplate, in ¶1."


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_output_that_nobody_can_take_is_one_line(tmp_path):
    (tmp_path / "mine.txt").write_text(SENTENCES, encoding="utf-8")
    command = [sys.executable, "-m", "analysis", "code", "mine.txt", "--out", "out", "--no-encoder"]
    with open("/dev/full", "w") as full:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PWD": str(tmp_path)}
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=environment)
    assert (done.returncode, done.stderr) == (1, "analysis: standard output: No space left on device\n")
    assert (tmp_path / "out" / "stance.csv").is_file()
