"""Framing: one article read by every measure, and the roles of its actors."""

import csv

import pandas as pd
import pytest

from analysis import framing
from analysis.article import from_text
from analysis.framing import Framing, read, roles, write

TEXT = (
    "Russia invaded Georgia on Friday. Russia bombed the port of Poti, and Russia annexed two towns.\n\n"
    "Georgia was attacked at dawn. Georgia appealed for help, and Russia threatened Georgia again.\n\n"
    "“We want peace,” said French President Nicolas Sarkozy. Sarkozy praised the medics. Sarkozy met reporters."
)


@pytest.fixture(scope="module")
def reading():
    return read(from_text(TEXT), encoder=False)


def test_every_table_is_there_and_walks_back(reading):
    assert isinstance(reading, Framing)
    for table in (reading.mentions, reading.quotes, reading.relations, reading.tone, reading.portrayal, reading.frames):
        assert len(table)
        assert all(reading.article.raw[row.start : row.end] == row.text for row in table.itertuples())


def test_an_invader_is_the_antagonist(reading):
    assert reading.roles.set_index("actor")["role"]["Russia"] == "antagonist"


def test_roles_are_for_actors_of_three_mentions(reading):
    assert (reading.roles["mentions"] >= 3).all()
    assert set(reading.roles["role"]) <= {"protagonist", "antagonist", "innocent", "other"}


def test_reading_twice_gives_the_same(reading):
    again = read(from_text(TEXT), encoder=False)
    for name in ("mentions", "quotes", "relations", "tone", "portrayal", "frames", "roles", "actors"):
        pd.testing.assert_frame_equal(getattr(reading, name), getattr(again, name))


def spread(actor, n):
    return [{"actor": actor, "party": actor, "start": 10 * i, "end": 10 * i + 5, "paragraph": i} for i in range(n)]


@pytest.mark.parametrize(
    "valences, said, acts, suffers, expected",
    [
        ([-1, -1, 0], 0, 0, 0, "antagonist"),
        ([1, 1, 0], 0, 0, 0, "protagonist"),
        ([0, 0, 0], 4, 0, 0, "protagonist"),
        ([0, 0, 0], 0, 0, 2, "innocent"),
        ([0, 0, 0], 0, 2, 2, "other"),
        ([-1, 1, 0], 0, 0, 0, "other"),
        ([0, 0, 0], 0, 0, 0, "other"),
    ],
)
def test_role_from_portrayal_voice_and_who_is_acted_upon(valences, said, acts, suffers, expected):
    mentions = pd.DataFrame(spread("A", 3))
    quotes = pd.DataFrame([{"speaker": "A"}] * said, columns=["speaker"])
    pairs = [("A", "B", -1, True, "actor")] * acts + [("B", "A", -1, True, "actor")] * suffers
    relations = pd.DataFrame(pairs, columns=["source", "target", "stance", "counted", "target_type"])
    relations = relations.assign(expression="material")
    portrayal = pd.DataFrame([{"actor": "A", "valence": v} for v in valences])
    assert roles(mentions, quotes, relations, portrayal)["role"].tolist() == [expected]
    if expected == "innocent":  # words against it make nobody so
        words = relations.assign(expression="verbal")
        assert roles(mentions, quotes, words, portrayal)["role"].tolist() == ["other"]


@pytest.mark.parametrize("text", ["", "\n\n", "Hello.", "It rained today.", "“", "NATO!", "RUSSIA INVADED GEORGIA."])
def test_any_text_is_read_and_written(text, tmp_path):
    paths = write(read(from_text(text)), tmp_path)
    assert [p.stem for p in paths] == ["mentions", "quotes", "stance", "tone", "portrayal", "frames", "roles", "actors"]
    for path in paths:
        with path.open(encoding="utf-8", newline="") as handle:
            assert next(csv.reader(handle))


def test_a_path_is_read_too(tmp_path):
    file = tmp_path / "one.txt"
    file.write_text("Russia condemned Georgia.", encoding="utf-8")
    assert framing.read(file, encoder=False).article.name == "one"
