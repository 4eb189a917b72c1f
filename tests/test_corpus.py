"""Many articles: every one once, whatever is killed or broken on the way, and the same tables from every source."""

import contextlib
import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis import __main__, corpus
from analysis.corpus import engines, reading

ROOT = Path(__file__).resolve().parent.parent
TEXTS = {f"a{n:02d}": f"Cuba praised Peru on day {n}. Chile said: “We condemn Brazil {n} times.”" for n in range(9)}


@pytest.fixture
def source(tmp_path):
    """A CSV of small articles."""
    path = tmp_path / "articles.csv"
    rows = [{"id": name, "date": "2021-12-16", "outlet": "The Day", "text": text} for name, text in TEXTS.items()]
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def written(source, out, **how):
    """The tables of a corpus read by rules alone, in parts of three, by name."""
    how = {"workers": 1, "encoder": False, "ending": "csv.gz", "part": 3} | how
    said = corpus.write(source, out, **how)
    return {name: corpus.table(out, name) for name in [*said["rows"], "articles", "failures"]}


def ids(out):
    return corpus.table(out, "articles")["id"].tolist()


def test_each_article_has_the_tables_that_it_has_when_read_alone(source, tmp_path):
    tables = written(source, tmp_path / "out")
    alone = analysis.framing.tables(analysis.read(analysis.from_text(TEXTS["a05"]), encoder=False))
    for name, table in alone.items():
        own = tables[name][tables[name]["id"] == "a05"].drop(columns="id")
        assert len(own) == len(table) and list(own) == list(table), name
        assert own.astype(str).to_numpy().tolist() == table.astype(str).to_numpy().tolist(), name
    assert tables["articles"]["outlet"].unique().tolist() == ["The Day"]


def as_folder(rows, path):
    path.mkdir()
    for name, text in zip(rows["id"], rows["text"]):
        (path / f"{name}.txt").write_text(text, encoding="utf-8")


WRITERS = {
    "folder": as_folder,
    "articles.csv.gz": lambda rows, path: rows.to_csv(path, index=False),
    "articles.jsonl": lambda rows, path: rows.to_json(path, orient="records", lines=True),
    "articles.parquet": lambda rows, path: rows.to_parquet(path),
}


@pytest.mark.parametrize("name", WRITERS)
def test_the_tables_are_the_same_from_every_kind_of_source(source, tmp_path, name):
    if "parquet" in name:
        pytest.importorskip("pyarrow")
    WRITERS[name](pd.read_csv(source), tmp_path / name)
    one, other = written(source, tmp_path / "one"), written(tmp_path / name, tmp_path / "other")
    for table in one:
        beside = ["date", "outlet", "where"] if table == "articles" else []  # a folder knows none of these
        pd.testing.assert_frame_equal(one[table].drop(columns=beside), other[table].drop(columns=beside))


def test_parquet_parts_have_one_schema_and_hold_what_csv_parts_hold(source, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    with source.open("a", encoding="utf-8") as handle:
        handle.write('b1,,,"Nobody is named here."\nb2,,,"It rained."\nb3,,,"It stopped."\n')  # a part without rows
    tables = written(source, tmp_path / "csv")
    for name, table in written(source, tmp_path / "parquet", ending="parquet").items():
        pd.testing.assert_frame_equal(table, tables[name], check_dtype=False)
        files = sorted(tmp_path.glob(f"parquet/part-*/{name}.parquet"))
        assert len(files) == 4 and len({str(parquet.read_schema(path).remove_metadata()) for path in files}) == 1, name


def test_without_pyarrow_one_line_says_what_to_install(source, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setattr(pd.DataFrame, "to_parquet", lambda *_, **__: __import__("pyarrow"))
    with pytest.raises(corpus.CorpusError, match=r"pip install 'framing-notebooks\[scale\]', or choose --format csv"):
        written(source, tmp_path / "out", ending="parquet")
    (tmp_path / "articles.parquet").write_bytes(b"")
    with pytest.raises(corpus.CorpusError, match=r"articles.parquet: Parquet needs pyarrow"):
        list(corpus.entries(tmp_path / "articles.parquet"))


def test_what_cannot_be_read_is_recorded_with_its_reason_and_the_rest_is_read(source, tmp_path, monkeypatch):
    with source.open("ab") as handle:
        handle.write(b'a00,,,"Again."\n,,,"No name."\nb1,,," "\nb2,,\nb3,,,"caf\xe9"\nb4,,,"Xi met Putin."\n')
    monkeypatch.setattr(reading, "_read", failing_at("a07"))
    tables = written(source, tmp_path / "out")
    last = len(TEXTS) + 1
    failures = dict(zip(tables["failures"]["where"], tables["failures"]["reason"]))
    assert failures == {
        "line 9": "ZeroDivisionError: division by zero",
        f"line {last + 1}": "a second article with the id 'a00'",
        f"line {last + 2}": "no id",
        f"line {last + 3}": "no text",
        f"line {last + 4}": "more or fewer cells than columns; quote a cell that holds a comma",
        f"line {last + 5}": "a cell is no text in UTF-8",
    }
    assert ids(tmp_path / "out") == sorted({*TEXTS, "b4"} - {"a07"})
    again = written(source, tmp_path / "out")
    assert again["failures"].equals(tables["failures"]) and again["mentions"].equals(tables["mentions"])


def failing_at(name):
    read = reading._read
    return lambda entry, encoder: 1 / 0 if entry.id == name else read(entry, encoder)


def test_reading_many_in_python_passes_over_what_cannot_be_read(tmp_path):
    lines = [
        '{"id": 1, "text": "Xi met Putin."}',
        "{",
        '{"id": 2, "text": "\\ud800"}',
        '{"id": 3, "text": "Xi spoke."}',
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.warns(UserWarning) as warned:
        read = dict(analysis.read_many(tmp_path / "a.jsonl", encoder=False))
    assert list(read) == ["1", "3"] and read["1"].mentions["actor"].tolist() == ["Xi Jinping", "Vladimir Putin"]
    assert ["line 2: no JSON" in str(w.message) or "line 3: a cell" in str(w.message) for w in warned] == [True, True]


@pytest.mark.parametrize(
    "name, content, columns, complaint",
    [
        ("a.csv", "id,body\n1,Xi.\n", {}, r"no column text \(there: id, body\); name it, as in --text body"),
        ("a.csv", "id,text\n1,Xi.\n", {"date": "day"}, "no column day"),
        ("a.csv", "id,text\n", {}, "no article there"),
        ("a.docx", "", {}, "neither a folder nor one of .csv, .jsonl, .parquet"),
        ("empty", None, {}, "no article there"),
    ],
)
def test_a_source_that_cannot_be_used_is_one_line(tmp_path, name, content, columns, complaint):
    (tmp_path / name).mkdir() if content is None else (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(corpus.CorpusError, match=complaint):
        written(tmp_path / name, tmp_path / "out", columns=columns)


def test_two_processes_read_what_one_reads_and_an_article_that_kills_one_is_recorded(source, tmp_path):
    work = DiesAt("a03")
    listed = list(corpus.entries(source))[:6]
    pool = engines.Processes(2)
    try:
        results = list(engines.in_order(work, listed, pool))
    finally:
        pool.close()
    assert [entry.id for entry, _ in results] == [f"a{n:02d}" for n in range(6)]
    assert [result for _, result in results] == [(e.id, "") if e.id != "a03" else (None, engines.DIED) for e in listed]


class DiesAt:
    """The work of a process that is killed at one article."""

    def __init__(self, name):
        self.name = name

    def __call__(self, entry):
        if entry.id == self.name:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(60)
        return entry.id, ""


RUNS = """
import os, sys
from analysis import corpus
corpus.parts.blank("tone")  # what every run needs is read once, before the first
for _ in sys.stdin:
    child = os.fork()
    if not child:
        corpus.write("articles.csv", "out", workers=1, encoder=False, ending="csv.gz", part=1)
        os._exit(0)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


@pytest.fixture
def run(tmp_path):
    """Runs the corpus in a process of its own that is killed at a moment (None: never); the signal that ended it."""
    options = {"cwd": tmp_path, "env": os.environ | {"PYTHONPATH": str(ROOT)}, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen([sys.executable, "-c", RUNS], text=True, stdin=-1, stdout=-1, bufsize=1, **options)

    def started(moment):
        server.stdin.write("\n")
        child = int(server.stdout.readline())
        if moment:
            moment()
            with contextlib.suppress(ProcessLookupError):  # it was done before
                os.kill(child, signal.SIGKILL)
        return os.WTERMSIG(int(server.stdout.readline()))

    with server:
        yield started
        server.stdin.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_run_killed_at_random_moments_goes_on_and_nothing_is_lost_doubled_or_halved(source, tmp_path, run):
    """SIGKILL as soon as some more files are there, or a moment after; ten times, then to the end."""
    chance = random.Random(15)
    files = lambda: sum(len(names) for *_, names in os.walk(tmp_path / "out"))  # of folders that vanish meanwhile, none

    def moment():
        until, patience = files() + chance.randrange(1, 16), time.monotonic() + 20
        while files() < until and time.monotonic() < patience:
            time.sleep(0.0005)
        time.sleep(chance.choice([0, 0, 0.003, 0.02]))

    ended = []
    for _ in range(10):
        ended.append(run(moment))
        for part in tmp_path.glob("out/part-*"):  # whatever is there is whole
            rows = json.loads((part / "part.json").read_text())["rows"]
            assert {path.name.split(".")[0] for path in part.glob("*.gz")} == set(rows)
            assert len(pd.read_csv(part / "articles.csv.gz")) == rows["articles"]
    assert run(None) == 0 and ended.count(signal.SIGKILL) >= 8
    assert ids(tmp_path / "out") == list(TEXTS)
    assert list(tmp_path.glob("out/.part-*")) == []
    for name, table in written(source, tmp_path / "whole").items():
        assert corpus.table(tmp_path / "out", name).equals(table), name
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["articles"] == manifest["rows"]["tone"] == len(TEXTS)


def test_articles_that_came_later_are_read_and_the_others_are_not_read_again(source, tmp_path, monkeypatch):
    written(source, tmp_path / "out")
    with source.open("a", encoding="utf-8") as handle:
        handle.write('b1,,,"Xi met Putin."\n')
    names, read = [], reading._read
    monkeypatch.setattr(reading, "_read", lambda entry, encoder: names.append(entry.id) or read(entry, encoder))
    written(source, tmp_path / "out")
    assert names == ["b1"] and ids(tmp_path / "out") == [*TEXTS, "b1"]


def test_a_folder_that_another_version_or_run_writes_is_left_alone(source, tmp_path):
    written(source, tmp_path / "out", version="1")
    with pytest.raises(corpus.CorpusError, match="begun with version '1', now '2'; choose another folder"):
        written(source, tmp_path / "out", version="2")
    if corpus.parts.fcntl:
        with corpus.parts.alone(tmp_path / "out"), pytest.raises(corpus.CorpusError, match="another run writes"):
            written(source, tmp_path / "out", version="1")


def test_a_dask_cluster_of_two_workers_over_tcp_gives_the_same_tables(source, tmp_path):
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(protocol="tcp://", host="127.0.0.1", **options) as cluster:
        assert cluster.scheduler_address.startswith("tcp://")
        by_dask = written(source, tmp_path / "dask", engine="dask", scheduler=cluster.scheduler_address)
    for name, table in written(source, tmp_path / "out").items():
        assert by_dask[name].equals(table), name


def test_a_cluster_that_is_not_there_is_one_line(source, tmp_path, monkeypatch):
    with pytest.raises(corpus.CorpusError, match="needs the address of a scheduler"):
        written(source, tmp_path / "out", engine="dask")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(corpus.CorpusError, match=r"Dask is not installed: pip install 'framing-notebooks\[scale\]'"):
        written(source, tmp_path / "out", engine="dask", scheduler="tcp://127.0.0.1:1")


def test_the_command_names_columns_and_says_how_it_went(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with open("mine.csv", "w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([["nr", "body", "title"], [7, "Xi met Putin.", "Talks"], [8, "", "Nothing"]])
    command = "corpus mine.csv --out out --no-encoder --format csv --workers 1 --id nr --text body --keep title"
    assert __main__.main(command.split()) == 0
    assert capsys.readouterr().out.splitlines() == [
        "mine.csv: 1 articles read into out",
        "1 could not be read; the table failures says which, and why",
    ]
    assert corpus.table("out", "articles")[["id", "title", "words"]].to_numpy().tolist() == [["7", "Talks", 3]]
    assert __main__.main(["corpus", "mine.csv", "--out", "out2", "--no-encoder"]) == 1
    assert "no column id, text (there: nr, body, title)" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        __main__.main(["corpus", "mine.csv", "--out", "out", "--workers", "0"])


def test_memory_does_not_grow_with_the_number_of_articles(tmp_path):
    """The articles of a table are taken from it one at a time."""
    with open(tmp_path / "many.jsonl", "w", encoding="utf-8") as handle:
        handle.writelines(json.dumps({"id": n, "text": "Xi met Putin. " * 1000}) + "\n" for n in range(3000))
    import tracemalloc

    tracemalloc.start()
    number = sum(1 for _ in corpus.entries(tmp_path / "many.jsonl"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert number == 3000 and peak < 5_000_000 < (tmp_path / "many.jsonl").stat().st_size / 8


def test_whoever_leads_a_state_on_the_day_counts_for_it_in_every_article_alike():
    ties = {"source_party": ["Donald Trump", "Joe Biden"], "target_party": ["Joe Biden", "Peru"], "id": ["a", "b"]}
    quotes = {"party": ["Joe Biden", "Joe Biden", "Joe Biden"], "id": ["a", "b", "c"]}
    tables = {"stance": pd.DataFrame(ties), "quotes": pd.DataFrame(quotes)}
    counted = corpus.led(tables, {"a": "2020-03-01", "b": "2022-03-01", "c": "one day"})
    assert counted["stance"]["source_party"].tolist() == ["United States", "United States"]
    assert counted["stance"]["target_party"].tolist() == ["Joe Biden", "Peru"]
    assert counted["quotes"]["party"].tolist() == ["Joe Biden", "United States", "United States"]
