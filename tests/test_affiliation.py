"""Whom a person speaks for: the phrasings beside a name, and whose *we* is."""

import pytest

from analysis import actors
from analysis.article import from_text

SAID = '{} "We will not give in," {} said on Monday.'
SPOKEN_FOR = [
    (SAID.format("Anna Lind, leader of the Reform Party, spoke.", "Lind"), "Reform Party"),
    (SAID.format("Anna Lind, who runs the Reform Party, spoke.", "Lind"), "Reform Party"),
    (SAID.format("Anna Lind of the Reform Party spoke.", "Lind"), "Reform Party"),
    (SAID.format("The Reform Party's leader, Anna Lind, spoke.", "Lind"), "Reform Party"),
    (SAID.format("The leader of the Reform Party, Anna Lind, spoke.", "Lind"), "Reform Party"),
    (SAID.format("The Reform Party met. Its leader, Anna Lind, spoke.", "Lind"), "Reform Party"),
    (SAID.format("The prime minister of Norway, Anna Lind, spoke.", "Lind"), "Norway"),
    (SAID.format("Anna Lind, a novelist, spoke.", "Lind"), "Anna Lind"),
]


@pytest.mark.parametrize("text, body", SPOKEN_FOR, ids=[text for text, _ in SPOKEN_FOR])
def test_we_is_the_body_that_the_speaker_speaks_for(text, body):
    table = actors.mentions(from_text(text))
    assert table.loc[table["text"] == "We", "actor"].tolist() == [body]


def test_a_minister_of_no_named_state_belongs_to_the_state_that_the_article_is_about():
    text = "Norway voted. Norway was calm.\n\nForeign Minister Anna Lind agreed.\n\nSweden was silent."
    table = actors.mentions(from_text(text))
    assert table.loc[table["actor"] == "Anna Lind", "party"].tolist() == ["Norway"]
