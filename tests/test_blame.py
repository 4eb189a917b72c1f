"""Findings on cause, blame, agency and order, on texts made for them."""

import pytest
from test_voices import confirmed

from analysis import claims, framing
from analysis.article import from_text

QUESTIONS = (
    claims.who_is_blamed,
    claims.what_should_be_done,
    claims.who_acts,
    claims.lede_and_body,
    claims.second_frame,
)
BLAMED = """Russia caused the famine.

Poland blamed Russia for the shortage of bread.

Prices rose because Russia had shut the ports.

Ukraine must open the road."""
OPENED = """Russia condemned Poland.

Russia attacked Poland at dawn.

Russia praised Poland."""


def read(text):
    return confirmed(framing.read(from_text(text), encoder=False))


@pytest.mark.parametrize("text", ["", "It rained.", "Xi Jinping spoke."])
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.__name__)
def test_where_there_is_nothing_to_say_a_finding_says_so(text, question):
    claim = question(read(text))
    assert not claim.met and claim.title and claim.statement


def test_who_is_made_the_cause_of_what():
    claim = claims.who_is_blamed(read(BLAMED))
    assert claim.value == ("Russia",) and claim.n == 3
    assert claim.statement.startswith("Russia is made the cause of what happens in ¶1, 2 and 3 (“the famine” in ¶1;")
    assert claim.statement.endswith("The article says it in its own voice, except in ¶2 (Poland).")


def test_what_should_be_done():
    assert claims.what_should_be_done(read(BLAMED)).statement == (
        "What should be done is said once: the article itself says “Ukraine must open the road” (¶4)."
    )


def test_who_acts_and_which_acts_nobody_does():
    text = "Russia attacked Poland. Russia invaded Ukraine. Russia shelled the port."
    text += " Poland was bombed. Ukraine was attacked. The raid went on."
    claim = claims.who_acts(read(text))
    assert claim.value == ("Russia",)
    assert claim.statement.startswith(
        "Russia acts most often in active verbs (3: “attacked”, “invaded” and “shelled”)."
    )
    assert "Poland “was bombed” (¶1)" in claim.statement and "as nouns “raid” (¶1)" in claim.statement
    assert claim.statement.endswith("Acted upon and never acting: Poland and Ukraine.")


def test_what_the_rest_makes_of_the_opening():
    claim = claims.lede_and_body(read(OPENED))
    assert claim.value == "backed in part"
    assert claim.statement == (
        "The opening says that Russia opposes Poland: the rest backs this in ¶2 and says the opposite in ¶3."
    )


def test_every_piece_of_evidence_is_in_the_article():
    for text in (BLAMED, OPENED):
        for question in QUESTIONS:
            assert all(text[quote.start : quote.end] == quote.text for quote in question(read(text)).evidence)
