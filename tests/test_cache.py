"""What is kept on disk: it comes back equal, it is never stale, and nothing depends on it."""

import os
import stat

import pandas as pd
import pytest

import analysis
from analysis import cache
from analysis.article import from_text

TEXT = 'Russia condemned Ukraine. "We are ready to talk," Mr. Zelensky said on Monday.'
EVERY = pd.DataFrame(
    {
        "whole": [1, -2],
        "part": [0.1 + 0.2, float("nan")],
        "yes": [True, False],
        "words": ["né", "\ud800"],
        "several": [("a", ("b", 1)), ()],
        "listed": [["a", ("b",)], []],
        "mixed": ["", 0.5],
    }
).astype({"words": "object"})


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path))
    monkeypatch.setattr(cache, "LOADED", float("inf"))
    return tmp_path / "readings"


def made(table=EVERY):
    """What `kept` gives for a table, and how often it was made."""
    calls = []
    return cache.kept(["it"], lambda: calls.append(1) or {"table": table})["table"], len(calls)


def same(one, other):
    pd.testing.assert_frame_equal(one, other, check_exact=True)
    cells = lambda table: [list(map(type, table[name])) for name in table]
    assert cells(one) == cells(other)


def test_every_type_of_cell_comes_back(folder):
    assert made()[1] == 1
    back, again = made()
    assert again == 0
    same(back, EVERY)


@pytest.mark.parametrize("article", ["xi-putin-2021", TEXT, ""], ids=["of the series", "made", "empty"])
def test_a_reading_comes_back_equal(folder, monkeypatch, article):
    read = lambda: analysis.read(from_text(article) if article != "xi-putin-2021" else article, encoder=False)
    monkeypatch.setenv("FRAMING_CACHE", "off")
    fresh = read()
    monkeypatch.setenv("FRAMING_CACHE", str(folder.parent))
    read()
    kept = read()
    for name in "mentions quotes relations tone portrayal frames roles actors".split():
        same(getattr(kept, name), getattr(fresh, name))


def test_what_is_kept_is_read_without_the_measures(folder, monkeypatch):
    analysis.read(from_text(TEXT), encoder=False)
    monkeypatch.setattr(analysis.framing, "MEASURES", dict.fromkeys(analysis.framing.MEASURES, None))
    assert len(analysis.read(from_text(TEXT), encoder=False).mentions)
    with pytest.raises(TypeError):
        analysis.read(from_text(TEXT + " He left."), encoder=False)


@pytest.mark.parametrize("harm", [b"", b"\0" * 100, None], ids=["empty", "other bytes", "a byte less"])
def test_a_damaged_file_is_made_anew(folder, harm):
    made()
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:-1] if harm is None else harm)
    assert made()[1] == 1
    assert made()[1] == 0


def test_other_files_of_the_package_make_another_reading(folder, monkeypatch):
    made()
    monkeypatch.setattr(cache, "_package", lambda: "other")
    assert made()[1] == 1


def test_a_package_edited_after_it_was_loaded_keeps_nothing(folder, monkeypatch):
    monkeypatch.setattr(cache, "LOADED", 0)
    assert made()[1] == made()[1] == 1
    assert not folder.exists()


@pytest.mark.parametrize("place", ["off", "/proc/nowhere", __file__], ids=["off", "not writable", "a file"])
def test_without_a_folder_everything_is_made(folder, monkeypatch, place):
    monkeypatch.setenv("FRAMING_CACHE", place)
    assert made()[1] == made()[1] == 1


def test_without_a_home_nothing_is_written_where_the_command_was_typed(folder, monkeypatch, tmp_path):
    monkeypatch.delenv("FRAMING_CACHE")
    monkeypatch.setattr(cache.platformdirs, "user_cache_path", lambda *_, **__: cache.Path("~/.cache/framing"))
    monkeypatch.chdir(tmp_path)
    assert made()[1] == 1
    assert list(tmp_path.iterdir()) == []


def test_only_the_user_may_look_into_it(folder):
    made()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_old_and_too_many_files_go_and_other_files_stay(folder, monkeypatch):
    made()
    (old,) = folder.iterdir()
    os.utime(old, (0, 0))
    (folder / "mine.txt").write_text("mine")
    os.utime(folder / "mine.txt", (0, 0))
    cache.kept(["another"], lambda: {"table": EVERY})
    assert not old.exists() and (folder / "mine.txt").exists()
    monkeypatch.setattr(cache, "BYTES", 1)
    cache.kept(["a third"], lambda: {"table": EVERY})
    assert [file.name for file in folder.iterdir()] == ["mine.txt"]
