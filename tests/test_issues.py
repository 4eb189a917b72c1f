"""Who is for or against which issue: sentences and the rows a reader would state."""

import pytest
from test_stance import read, signs
from test_voices import confirmed

from analysis import claims, framing, stance
from analysis.article import from_text
from analysis.lexicon import lexicon
from analysis.stance import issues

KIEV, MINSK = "Ukraine", "Belarus"


def stated(text, **more):
    rows = read(text, **more)
    return {(r.source, r.target, r.stance) for r in rows[rows["target_type"] == "issue"].itertuples() if r.counted}


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Kiev rejected the expansion of NATO.", {(KIEV, "expansion of NATO", -1)}),
        ("The expansion of NATO was rejected by Kiev.", {(KIEV, "expansion of NATO", -1)}),
        ("Kiev called for a new trade agreement.", {(KIEV, "trade agreement", 1)}),
        ("Kiev protested against the war.", {(KIEV, "war", -1)}),
        ("Kiev voiced support for the plan to raise taxes.", {(KIEV, "plan to raise taxes", 1)}),
        ("Kiev's opposition to the embargo went on.", {(KIEV, "embargo", -1)}),
        ("Kiev is in favour of free trade.", {(KIEV, "free trade", 1)}),
        ("Kiev is skeptical of the defence alliance.", {(KIEV, "defence alliance", -1)}),
        ("Kiev is an opponent of the embargo.", {(KIEV, "embargo", -1)}),
        ("Kiev called the election illegal.", {(KIEV, "election", -1)}),
        ("The election was called a farce by Kiev.", {(KIEV, "election", -1)}),
        ("The court ruling angered Kiev.", {(KIEV, "court ruling", -1)}),
        ("Kiev supported Minsk's claim.", {(KIEV, "Minsk's claim", 1)}),
        ("Kiev condemned Minsk for the attack on the port.", {(KIEV, "attack on the port", -1)}),
        ("Kiev refused to support the peace plan.", {(KIEV, "peace plan", -1)}),
        ("Kiev demanded elections and a ceasefire.", {(KIEV, "elections", 1), (KIEV, "ceasefire", 1)}),
    ],
)
def test_who_is_for_or_against_what(text, expected):
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kiev rejected Minsk.",  # an actor
        "Kiev praised the minister.",  # a person
        "Kiev rejected it on Monday.",
        "Kiev demanded that Minsk withdraw.",  # a clause
        "Kiev wants a dog.",
        "Kiev denied the visa.",
        "Kiev welcomed the city.",
        "The plan was rejected.",  # by nobody
        "Kiev answered the question.",
        "Kiev called it a model of cooperation.",
        "Kiev rejected the request.",  # of what, only the text around it says
        "Kiev supported its new plan.",
        "Kiev is wary of such an alliance.",
    ],
)
def test_no_issue(text):
    assert stated(text) == set()


@pytest.mark.parametrize(
    "text, status",
    [
        ("Kiev did not reject the ceasefire.", "denied"),
        ("Kiev may support the ceasefire.", "hypothetical"),
        ("Kiev will support the ceasefire.", "future"),
    ],
)
def test_what_is_denied_supposed_or_to_come_is_not_counted(text, status):
    rows = read(text)
    assert rows["status"].tolist() == [status] and not rows["counted"].any()


def test_a_row_names_its_words_and_its_voice():
    text = "Riga said that Kiev rejected the embargo."
    quote = {"start": text.index("Kiev"), "end": len(text) - 1, "speaker": "Latvia", "party": "Latvia", "cue": "said"}
    [row] = [r for r in read(text, [quote]).itertuples() if r.target_type == "issue"]
    assert (row.target, row.target_party, row.voice) == ("embargo", "embargo", "Latvia")
    assert text[row.start : row.end] == row.text == "Kiev rejected the embargo"


def test_an_issue_is_short():
    text = "Kiev rejected the expansion of the oldest and largest military alliance of the northern hemisphere in Riga."
    [(_, target, _)] = stated(text)
    assert target.startswith("expansion") and len(target.split()) <= issues.LONGEST


def test_issues_are_no_part_of_the_network_or_the_roles():
    text = "Russia rejected the embargo. Russia rejected the ceasefire. Russia rejected peace talks."
    reading = framing.read(from_text(text), encoder=False)
    assert len(issues.counted(reading.relations)) == 3
    assert not stance.network(reading.relations) and stance.balance(reading.relations).ties == 0
    assert reading.roles["acts_against"].tolist() == [0]


SIDES = "Russia rejected the military invasion. Georgia supported the invasion. China feared a war."


def test_the_table_brings_both_sides_together():
    table = issues.table(framing.read(from_text(SIDES), encoder=False).relations)
    assert table[["issue", "for", "against"]].values.tolist() == [
        ["military invasion", "Georgia", "Russia"],
        ["war", "", "China"],
    ]
    assert table["words"][1] == "¶1 China feared a war"


def test_a_disputed_issue_is_named():
    claim = claims.disputed_issues(confirmed(framing.read(from_text(SIDES), encoder=False)))
    assert claim.value == ("military invasion",) and claim.n == 3
    assert "for it Georgia and against it Russia" in claim.statement


def test_an_article_without_issues_says_so():
    reading = framing.read(from_text("It rained."), encoder=False)
    assert issues.table(reading.relations).empty
    assert claims.disputed_issues(reading).statement.startswith("No stances on issues")


def test_the_nouns_name_an_issue_or_none():
    rows = lexicon("issue_nouns")
    assert [row["noun"] for row in rows if row["example"] and not signs(row["example"], "issue")] == []
    assert [row["noun"] for row in rows if row["counter_example"] and signs(row["counter_example"], "issue")] == []
