"""Who speaks: the words, thoughts and acts of speech of an article, and the findings on them."""

import dataclasses
import re

import pytest

import analysis
from analysis import actors, certainty, claims, quotes, sentiment
from analysis.article import from_text, read_article
from analysis.claims.voices import _loaded
from analysis.lexicon import lexicon
from analysis.quotes import acts

ASKED = [claims.share_of_voice, claims.own_voice, claims.unheard, claims.inner_life, claims.scare_quotes]
ASKED += [claims.labels, claims.unnamed_sources]


def confirmed(reading):
    """The reading as if a person had kept every row of it."""
    tables = {name: getattr(reading, name) for name in certainty.LAYERS}
    return dataclasses.replace(reading, **{name: t.assign(origin="kept", sure=1.0) for name, t in tables.items()})


def read(text):
    return confirmed(analysis.read(from_text(text), encoder=False))


def spoken(text):
    article = from_text(text)
    mentions = actors.mentions(article)
    return article, mentions, quotes.quotes(article, mentions)


@pytest.fixture(scope="module")
def series():
    return confirmed(analysis.read(read_article("xi-putin-2021"), encoder=False, review=False))


# --- reading: who is given words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, speakers",
    [
        ("Peru, Chile and Bolivia, once again asked to be admitted.", ["Peru", "Chile", "Bolivia"]),
        ("In its quest for Modernization, Peru, Chile and Bolivia, again asked to be admitted.", 3),
        ("Mary Smith, a friend of Peru and Chile, later said she was tired.", 1),
    ],
)
def test_a_list_of_names_before_a_comma_speaks_whole(text, speakers):
    table = spoken(text)[2]
    assert len(table) == speakers if isinstance(speakers, int) else sorted(table["speaker"]) == sorted(speakers)


@pytest.mark.parametrize(
    "text, told",
    [
        ("He heard from Peru a “flat refusal” of the plan.", [("Peru", "a “flat refusal” of the plan")]),
        ("She learned from Peru that the dam would hold.", [("Peru", "the dam would hold")]),
        ("He learned from his mistakes.", []),
        ("They heard from Peru about the flood.", []),
    ],
)
def test_what_is_heard_from_somebody_is_that_bodys(text, told):
    found = quotes.find(text)
    assert [(text[slice(*q.speaker)], text[slice(*q.content)]) for q in found] == told


def test_the_series_hears_who_asked_and_whose_views_are_negative(series):
    rows = series.quotes
    assert {"Ukraine", "Georgia", "Moldova"} == set(rows.loc[rows["paragraph"] == 17, "speaker"])
    assert rows.loc[rows["clean_text"].str.contains("“negative views”"), "speaker"].tolist() == ["Vladimir Putin"]


def test_a_report_of_two_speakers_counts_once_by_class():
    table = quotes.introduced(spoken("Peru and Chile said the dam was safe. Peru denied the dam was old.")[2])
    assert table.set_index("cue_class")["reports"].to_dict() == {"neutral": 1, "deny": 1}
    assert table.set_index("cue_class")["words"].to_dict() == {"neutral": 4, "deny": 4}


# --- speech acts without content -------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", lexicon("speech_verbs"), ids=lambda row: row["verb"])
def test_a_verb_of_speech_is_found_in_its_example_alone(row):
    told, untold = (acts.speech_acts(*spoken(row[name])) for name in ("example", "counter_example"))
    verb = row["verb"].split()[0]
    assert verb in told["verb"].tolist() or row["objects"] == "none" and len(told)
    assert untold.empty


def test_speech_acts_of_the_series(series):
    table = acts.speech_acts(series.article, series.mentions, series.quotes)
    found = set(zip(table["paragraph"], table["actor"], table["text"]))
    assert {(9, "Joe Biden", "rejected the request"), (24, "Jake Sullivan", "had to answer a question")} <= found
    for row in table.itertuples():
        assert series.article.raw[row.start : row.end] == row.text


# --- whose voice -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, unclear",
    [
        ("Xi said that NATO, an alliance in decline, was weak.", ["an alliance in decline"]),
        ("Xi said it was late. Putin left early.", ["Putin left early."]),
        ("Xi said it was late. But Putin left early.", []),
        ("Xi said it was late. Putin said it was early.", []),
        ("Xi saw it as a threat. Putin left early.", []),
    ],
)
def test_what_cannot_be_told(text, unclear):
    article, _, table = spoken(text)
    assert [text[slice(*span)] for span in quotes.unclear(article, table)] == unclear


def test_every_word_has_one_voice(series):
    words = quotes.told(series.article, series.quotes)
    assert set(words["voice"]) == {"own", "speech", "thought", "unclear"}
    assert all(series.article.raw[row.start : row.end] == row.text for row in words.itertuples())
    assert words["quoted"].sum() == 22


# --- findings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "Rain.", "Peru attacked Chile. Chile protested."])
@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.__name__)
def test_there_is_nothing_to_say_on_nothing(text, question):
    claim = question(read(text))
    assert not claim.met and claim.title
    assert claim.statement.startswith(("No ", "Too few ", "Nothing found"))


def test_joint_words_count_once_and_thoughts_not_at_all():
    text = "Peru and Chile said the dam was safe. Peru said it was late. Chile denied it was old. Peru wants a new dam."
    claim = claims.share_of_voice(read(text))
    assert "reports 10 words of speech, beside 3 of what somebody thinks" in claim.statement
    assert "are given 4 of them jointly" in claim.statement


def test_the_series_counts_the_fourth_paragraph_once(series):
    claim = claims.share_of_voice(series)
    assert claim.outcome == "Russia" and "23 of them jointly" in claim.statement
    assert (
        claim.n == series.quotes[~quotes.class_of(series.quotes).isin(quotes.INNER)].groupby(["start", "end"]).ngroups
    )


def test_unheard_are_the_united_states_and_nato(series):
    claim = claims.unheard(series)
    assert {"United States", "NATO"} <= set(claim.value) and not {"Georgia", "Moldova"} & set(claim.value)
    assert "“rejected the request” (¶9)" in claim.statement and "had to answer a question" in claim.statement


def test_a_coach_speaks_for_the_club():
    text = "\n\n".join(["Peru won. Peru played well. Chile lost."] * 4 + ["Peru coach Ann Lee said it was late."])
    claim = claims.unheard(read(text))
    assert "Peru" not in (claim.value or ())


def test_inner_life_of_the_series(series):
    claim = claims.inner_life(series)
    assert claim.outcome == "Russia" and "“sees”, “wants” and “fearing”" in claim.statement


@pytest.mark.parametrize(
    "text, words",
    [
        ("The so-called experts of Peru met.", ("so-called experts",)),
        ("Peru met its “close friends” in Lima.", ("close friends",)),
        ("Peru read “The Long Road” aloud.", ()),
        ("Peru opened its “mirror” for all. The mirror is a copy.", ()),
    ],
)
def test_words_set_apart(text, words):
    claim = claims.scare_quotes(read(text))
    assert claim.value == words


@pytest.mark.parametrize("row", lexicon("labels"), ids=lambda row: row["entry"])
def test_a_label_is_found_in_its_example_alone(row):
    found = [
        sentiment.find(re.findall(r"[^\W_]+", row[name].lower()), "labels") for name in ("example", "counter_example")
    ]
    assert [entry["entry"] for _, _, entry in found[0]] == [row["entry"]] and not found[1]


def test_a_name_in_capitals_is_no_label():
    assert _loaded("the communist giant") and not _loaded("the Communist Party")


def test_sources_without_a_name():
    text = "Critics say the dam is old. Ann Lee said it was new. Officials said it was safe. Peru said it was late."
    assert claims.unnamed_sources(read(text)).value == ("critics", "officials")


def test_provenance_of_the_series(series):
    table = quotes.provenance(series.article, series.mentions)
    assert table["paragraph"].unique().tolist() == [3] and "Russia" in set(table["source"])
    assert table["about"].iloc[0] == ("Xi Jinping", "Vladimir Putin")


def test_an_interview_in_turns_is_not_counted():
    text = "\n\n".join(f"Ann Lee: Why is it late?\n\nBo Fox: Peru said dam {number} was safe." for number in range(4))
    for question in (claims.share_of_voice, claims.own_voice, claims.unheard):
        assert "this is an interview in turns" in question(read(text)).statement


def test_where_next_to_nobody_is_given_words_silence_is_no_finding():
    silent = "Peru attacked Chile.\n\nPeru fought on.\n\nPeru shelled Chile.\n\nPeru won. Peru left."
    said = 'Cuba said, "They should stop." Cuba said, "They must talk." Cuba said, "They will not."'
    assert not claims.unheard(read(f"{silent}\n\nCuba was sad.")).met
    assert "next to nobody is given words" in claims.unheard(read(f"{silent}\n\nCuba was sad.")).statement
    assert claims.unheard(read(f"{silent}\n\n{said}")).value == ("Peru",)
