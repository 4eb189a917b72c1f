"""Whom a person speaks for: the phrasings beside a name, and whose *we* is."""

import datetime

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


SIDES = [  # who is which side in a story among states: France stands in each, so that nobody is at home
    ("President Donald Trump met France. Former vice president Joe Biden did not.", "Donald Trump", "United States"),
    ("President Donald Trump met France. Former vice president Joe Biden did not.", "Joe Biden", "Joe Biden"),
    ("President Donald Trump met France. Joe Biden did not.", "Joe Biden", "Joe Biden"),
    ("President Joe Biden met France. Donald Trump did not.", "Donald Trump", "Donald Trump"),
    ("Joe Biden met France.", "Joe Biden", "United States"),
    ("The United States met France. Senator Bernie Sanders did not.", "Bernie Sanders", "Bernie Sanders"),
    ("The United States met France. United States judge Anna Lind did not.", "Anna Lind", "Anna Lind"),
    ("Norway met France. Norwegian envoy Anna Lind was there.", "Anna Lind", "Norway"),
    ("France warned the United States. Congress did not vote.", "Congress", "Congress"),
]


@pytest.mark.parametrize("text, actor, side", SIDES, ids=[f"{actor}: {text}" for text, actor, _ in SIDES])
def test_the_side_of_a_state_are_those_who_lead_or_speak_for_it_now(text, actor, side):
    assert _sides(text)[actor] == side


def test_an_office_counts_on_the_date_of_the_article():
    text = "Barack Obama met France."
    assert _sides(text, date=datetime.date(2012, 5, 1))["Barack Obama"] == "United States"
    assert _sides(text, date=datetime.date(2019, 5, 1))["Barack Obama"] == "Barack Obama"


def test_at_home_everybody_is_a_side_of_his_own():
    text = "President Donald Trump attacked the United States press. Vice President Mike Pence defended Trump."
    assert _sides(text)["Donald Trump"] == "Donald Trump"
    assert _sides(text + " Russia and China were silent.")["Donald Trump"] == "United States"


def _sides(text, date=None):
    table = actors.mentions(from_text(text, date=date))
    return dict(zip(table["actor"], table["party"]))
