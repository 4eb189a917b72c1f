"""Framing: one article read by every measure, and the roles of its actors."""

import csv

import pandas as pd
import pytest

from analysis import framing
from analysis.article import from_text
from analysis.framing import Framing, read, write
from analysis.roles import roles

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


def test_roles_are_for_actors_that_are_found_twice(reading):
    assert (reading.roles["mentions"] >= 2).all()
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
        ([-1, -1, -1, 0], 0, 0, 0, "antagonist"),
        ([1, 1, 1, 1], 3, 0, 0, "protagonist"),
        ([0, 0, 0, 0], 0, 0, 2, "innocent"),
        ([0, 0, 0, 0], 0, 0, 0, "other"),
    ],
)
def test_role_from_portrayal_voice_and_who_is_acted_upon(valences, said, acts, suffers, expected):
    mentions = pd.DataFrame(spread("B", 8) + spread("A", 4)).assign(type="person")
    quotes = pd.DataFrame([{"speaker": "A"}] * said, columns=["speaker"])
    pairs = [("A", "B", -1, True, "actor")] * acts + [("B", "A", -1, True, "actor")] * suffers
    relations = pd.DataFrame(pairs, columns=["source", "target", "stance", "counted", "target_type"])
    relations = relations.assign(expression="material")
    portrayal = pd.DataFrame([{"actor": "A", "valence": v} for v in valences])
    role = lambda relations: roles(mentions, quotes, relations, portrayal).set_index("actor")["role"]["A"]
    assert role(relations) == expected
    if expected == "innocent":  # words against it make nobody so
        words = relations.assign(expression="verbal")
        assert role(words) == "other"


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
