"""Tone and portrayal: sentence in, reading out; what must hold; the word lists test themselves."""

import pandas as pd
import pytest

from analysis import sentiment
from analysis.article import from_text
from analysis.encoder import available
from analysis.lexicon import lexicon


def tone(text):
    return sentiment.tone(text, encoder=False).valence


def toward(text, name):
    start = text.index(name)
    return sentiment.toward(text, start, start + len(name), encoder=False).valence


def fired(text, name):
    words = [m.group().casefold().replace("’", "'") for m in sentiment.WORD.finditer(text)]
    return {row["entry"] for _, _, row in sentiment.find(words, name)}


@pytest.mark.parametrize(
    "text, expected",
    [
        ("The army invaded the island and killed nine villagers.", -1),
        ("Talks collapsed and the envoys were expelled.", -1),
        ("The country slid into civil war.", -1),
        ("The two states signed a peace treaty.", 1),
        ("The hostages were rescued and their families celebrated.", 1),
        ("Negotiators reached a landmark agreement on trade.", 1),
        ("The committee will meet on Thursday in room four.", 0),
        ("The Foreign Minister arrived on Monday.", 0),
        ("A peacekeeping force is based in the town.", 0),
        ("", 0),
        ("Hello", 0),
    ],
)
def test_tone_of_a_sentence(text, expected):
    assert tone(text) == expected


@pytest.mark.parametrize(
    "first, second",
    [
        ("The Foreign Minister of Ruritania met the press.", "The Foreign Minister of Gloria met the press."),
        ("The envoy spoke to Minister Hope about war.", "The envoy spoke to Minister Grim about war."),
        ("Officials of the United Front met rebels.", "Officials of the Terror Front met rebels."),
        ("Reporters asked Victor Love about the attack.", "Reporters asked Malice Slaughter about the attack."),
    ],
)
def test_names_carry_no_sentiment(first, second):
    assert sentiment.words(first).score == sentiment.words(second).score


@pytest.mark.parametrize(
    "plain, negated",
    [
        ("The talks were a success.", "The talks were not a success."),
        ("Soldiers were killed.", "No soldiers were killed."),
        ("They support the plan.", "They don’t support the plan."),
        ("The town was attacked.", "The town was never attacked."),
        ("A war broke out.", "They averted a war."),
    ],
)
def test_negation_turns_the_score(plain, negated):
    one, other = sentiment.words(plain).score, sentiment.words(negated).score
    assert one * other < 0
    assert abs(other) < abs(one)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Crime fell by a third last year, police said.", 1),
        ("Unemployment dropped to its lowest level in ten years.", 1),
        ("The strike was averted at the last minute.", 1),
        ("The company cut its losses by half.", 1),
        ("Road deaths dropped last spring.", 1),
        ("Violence subsided in the north.", 1),
        ("Fewer deaths were reported.", 1),
        ("Hopes of a deal faded.", -1),
        ("Support for the plan has dwindled.", -1),
        ("Confidence in the bank is fading.", -1),
        ("Bombs dropped on the hills.", -1),
        ("Shells fell on the town.", -1),
        ("The tyrant fell.", -1),
    ],
)
@pytest.mark.parametrize(
    "encoder", [False, pytest.param(True, marks=pytest.mark.skipif(not available(), reason="no encoder"))]
)
def test_less_harm_is_good_news_and_a_lost_hope_is_not(text, expected, encoder):
    assert sentiment.tone(text, encoder=encoder).valence == expected


def test_negation_ends_at_a_mark():
    assert tone("No, the army attacked the town.") == -1


@pytest.mark.parametrize(
    "first, second",
    [
        ("The army attacked the town.", "The town was attacked by the army."),
        ("Farmers praised the law.", "The law was praised by farmers."),
        ("The envoy called the raid brutal.", "The envoy called the raid “brutal”."),
        ("They didn't support the plan.", "They didn’t support the plan."),
        ("The army attacked the town.", "THE ARMY ATTACKED THE TOWN."),
    ],
)
def test_passive_quotation_apostrophe_and_case_change_no_valence(first, second):
    assert tone(first) == tone(second)


def test_a_sentence_scores_the_same_wherever_it_stands():
    said = "The army attacked the town."
    for text in (said, f"{said} It rained.", f"It rained. {said}", f"It rained. {said} It rained."):
        table = sentiment.tones(from_text(text), encoder=False)
        scores = table[table["text"] == said].set_index("instrument")["score"].to_dict()
        assert scores == sentiment.tones(from_text(said), encoder=False).set_index("instrument")["score"].to_dict()


def test_score_by_hand():
    # kill* -1, halved and turned by "no": 0.5 on three words: 0.5 / (1 + 2/30) = 0.46875; / sqrt(0.46875² + 1)
    assert sentiment.words("No soldier killed").score == pytest.approx(0.46875 / (0.46875**2 + 1) ** 0.5)


def test_words_of_degree_weigh():
    plain, strong = (sentiment.words(f"There was {w} violence.").score for w in ("much", "widespread"))
    assert strong < plain < 0
    assert sentiment.words("It was slightly violent.").score > sentiment.words("It was plainly violent.").score


def test_evidence_is_the_words_that_scored():
    text = "Rebels attacked the port, officials said."
    assert [text[s:e] for s, e in sentiment.words(text).evidence] == ["Rebels", "attacked"]
    text = "A good plan, a bad day."
    for instrument in (sentiment.vader, sentiment.textblob):
        assert [text[s:e] for s, e in instrument(text).evidence] == ["good", "bad"]


@pytest.mark.parametrize(
    "text, name, expected",
    [
        ("Ruritania invaded the island.", "Ruritania", -1),
        ("Ruritania invaded the island.", "island", 0),
        ("The island was invaded by Ruritania.", "Ruritania", -1),
        ("The island was invaded by Ruritania.", "island", 0),
        ("Ruritania did not invade the island.", "Ruritania", 0),
        ("Unions accused Brown of fraud.", "Brown", -1),
        ("Unions accused Brown of fraud.", "Unions", 0),
        ("Brown was accused by Smith.", "Smith", 0),
        ("Critics called Brown a liar.", "Brown", -1),
        ("The mayor praised Brown.", "Brown", 1),
        ("The crew rescued the boy.", "crew", 1),
        ("Brown is a hero.", "Brown", 1),
        ("Brown is not a hero.", "Brown", 0),
        ("The corrupt minister spoke.", "minister", -1),
        ("Brown said the weather was fine.", "Brown", 0),
        ("It drew an aggressive response from Ruritania.", "Ruritania", -1),
    ],
)
def test_toward_an_actor(text, name, expected):
    assert toward(text, name) == expected


def test_exchanging_two_names_exchanges_their_readings():
    first, second = "Smith accused Brown.", "Brown accused Smith."
    assert (toward(first, "Smith"), toward(first, "Brown")) == (toward(second, "Brown"), toward(second, "Smith"))


def table(article, *rows):
    out = []
    for text, actor, kind in rows:
        at = article.raw.index(text)
        sentence, paragraph = article.sentence_at(at)
        out.append(
            {
                **article.span(at, at + len(text)),
                "paragraph": paragraph,
                "sentence": sentence,
                "actor": actor,
                "party": actor,
                "kind": kind,
                "type": "state",
                "rule": "test",
            }
        )
    return pd.DataFrame(out)


def test_portrayal_counts_what_an_actor_does():
    article = from_text("Ruritania invaded Freedonia.\n\nFreedonia met its neighbours.")
    mentions = table(article, ("Ruritania", "Ruritania", "name"), ("Freedonia", "Freedonia", "name"))
    got = sentiment.portrayal(article, mentions, pd.DataFrame(), pd.DataFrame(), encoder=False)
    assert got[["paragraph", "actor", "valence"]].values.tolist() == [[1, "Freedonia", 0], [1, "Ruritania", -1]]
    assert got.set_index("actor").loc["Ruritania", ["found_by", "text"]].tolist() == ["act", "invaded"]


def test_tables_walk_back_to_the_raw_text():
    article = from_text("The army attacked.\r\n\r\nThey signed a “peace” treaty.\r\n")
    for got in (sentiment.tones(article, encoder=False), sentiment.by_paragraph(article, encoder=False)):
        assert all(article.raw[row.start : row.end] == row.text for row in got.itertuples())
    assert sentiment.by_paragraph(article, encoder=False)["tone"].tolist() == [-1, 1]


ODD = ["", " \n\n ", "x", "…", "“unclosed", "NO! " * 1000, "not " * 1000, "'" * 50, "don’t", "İstanbul " * 40]


@pytest.mark.parametrize("text", ODD)
def test_any_text_is_read(text):
    article = from_text(text)
    assert set(sentiment.tones(article, encoder=False)["valence"]) <= {-1, 0, 1}
    assert -1 <= sentiment.tone(text).score <= 1
    assert sentiment.toward(text, 0, len(text)).valence in (-1, 0, 1)


def test_the_instruments_of_others_break_what_ours_keeps():
    kept = sentiment.invariance(encoder=False).groupby("instrument")["kept"].mean()
    assert kept["words"] == 1.0
    assert kept["textblob"] < 1.0 and kept["vader"] < 1.0


@pytest.mark.parametrize("row", lexicon("tone"), ids=lambda row: row["entry"])
def test_tone_rows_fire_on_their_example_alone(row):
    assert row["entry"] in fired(row["example"], "tone")
    assert row["entry"] not in fired(row["counter_example"], "tone")


@pytest.mark.parametrize("row", lexicon("acts"), ids=lambda row: row["entry"])
def test_acts_fire_on_their_example(row):
    found = {(e.found_by, e.score) for e in sentiment.effects(row["example"])}
    for found_by, column in (("act", "agent"), ("charge", "patient")):
        assert float(row[column]) == 0 or (found_by, float(row[column])) in found


@pytest.mark.parametrize("row", lexicon("traits"), ids=lambda row: row["entry"])
def test_traits_fire_on_their_example(row):
    assert ("trait", float(row["score"])) in {(e.found_by, e.score) for e in sentiment.effects(row["example"])}


@pytest.mark.skipif(not available(), reason="the encoder's file is not there")
def test_an_actor_in_a_long_text_is_read_by_its_sentence():
    filler = "The committee met again on Thursday to hear the report of its secretary. " * 30
    text = filler + "Harlow was convicted of stealing from the charity. " + filler
    start = text.index("Harlow")
    reading = sentiment.toward(text, start, start + 6)
    assert reading.valence == -1
    assert all(abs(low - start) < 60 for low, _ in reading.evidence) and reading.evidence


@pytest.mark.skipif(not available(), reason="the encoder's file is not there")
def test_every_instrument_reads_every_sentence():
    table = sentiment.tones(from_text("They signed a peace treaty. Shells killed nine villagers."))
    assert (
        table.groupby("sentence")["instrument"].apply(list).tolist()
        == [["textblob", "vader", "words", "encoder", "tone"]] * 2
    )


@pytest.mark.parametrize("text, charged", [("The invasion of Minsk began.", False), ("The lies of Minsk began.", True)])
def test_what_is_done_to_somebody_does_not_speak_against_them(text, charged):
    assert any(effect.found_by == "trait" and effect.score < 0 for effect in sentiment.effects(text)) == charged
