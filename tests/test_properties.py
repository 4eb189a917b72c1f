"""The invariants of the package over generated texts: whatever the text, they hold."""

import functools
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import framing, quotes, sentiment, stance
from analysis.article import from_text
from analysis.lexicon import lexicon

settings.register_profile(
    "package", derandomize=True, deadline=None, max_examples=12, suppress_health_check=list(HealthCheck)
)
settings.load_profile("package")
TABLES = "mentions quotes relations tone portrayal frames".split()
STATES = ["Russia", "China", "Peru", "Cuba", "Ghana", "Norway"]
VERBS = ["condemned", "praised", "attacked", "supported", "met", "warned", "sanctioned", "thanked"]
SENTENCES = [
    "{a} {verb} {b}.",
    "{a} was {verb} by {b}.",
    "{a} did not {base} {b}.",
    "“{a} {verb} {b},” the president of {c} said.",
    "According to {c}, {a} {verb} {b}.",
    "{a}, which {verb} {b}, left; its leader spoke on Monday.",
    "It rained, and prices rose.",
    "{a} and {b} {verb} {c}",
    "The government of {a} denied that it {verb} {b}.",
]
BASE = {"condemned": "condemn", "praised": "praise", "attacked": "attack", "supported": "support", "met": "meet",
        "warned": "warn", "sanctioned": "sanction", "thanked": "thank"}  # fmt: skip


@st.composite
def news(draw):
    """A sentence of news about three states."""
    a, b, c = draw(st.permutations(STATES))[:3]
    verb = draw(st.sampled_from(VERBS))
    return draw(st.sampled_from(SENTENCES)).format(a=a, b=b, c=c, verb=verb, base=BASE[verb])


MARKS = ['"', "“", "”", "'", "\n", "\n\n", "\r\n", "U.S.", "Mr. ", "(", ")", "…", "=", "-", "🕊️"]
MARKS += ["\u00ad", "e\u0301", "\x1b[1m", "\ud800"]
noise = st.text(st.characters(codec=None), max_size=12) | st.sampled_from(MARKS)
texts = st.lists(news() | noise, max_size=8).map(" ".join)
articles = st.lists(st.lists(news(), min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4).map("\n\n".join)


@functools.lru_cache(maxsize=512)
def read(text):
    return framing.read(from_text(text), encoder=False)


def rows(text):
    """The relations of a text that count: who, whom, sign and voice."""
    table = read(text).relations
    table = table[table["counted"].astype(bool)]
    return sorted(zip(table["source"], table["target"], table["stance"], table["voice"]))


@given(texts)
def test_1_every_row_of_every_table_stands_where_it_says(text):
    reading = read(text)
    for name in TABLES:
        for row in getattr(reading, name).to_dict("records"):
            assert text[row["start"] : row["end"]] == row["text"], name
    for quote in quotes.find(text):
        for span in (quote.speaker, quote.cue, quote.content):
            assert span is None or 0 <= span[0] < span[1] <= len(text)


@given(news(), st.lists(news(), max_size=3), st.lists(news(), max_size=3))
def test_2_a_sentence_sounds_the_same_alone_first_or_last(sentence, before, after):
    scores = {}
    for paragraphs in ([sentence], [*before, sentence], [sentence, *after], [*before, sentence, *after]):
        table = sentiment.tones(from_text("\n\n".join(paragraphs)), encoder=False)
        mine = table[(table["clean_text"] == sentence) & (table["instrument"] == "tone")]["score"]
        scores |= {round(score, 9): True for score in mine}
    assert len(scores) == 1


@given(articles, st.permutations(STATES))
def test_3_names_carry_no_tone(text, others):
    renamed = re.sub("|".join(STATES), lambda m: others[STATES.index(m[0])], text)
    assert read(text).tone["score"].round(9).tolist() == read(renamed).tone["score"].round(9).tolist()


@given(articles)
def test_4_two_states_exchanged_exchange_their_rows(text):
    swap = {"Peru": "Cuba", "Cuba": "Peru"}
    exchanged = re.sub("Peru|Cuba", lambda m: swap[m[0]], text)
    expected = sorted(
        (swap.get(source, source), swap.get(target, target), sign, swap.get(voice, voice))
        for source, target, sign, voice in rows(text)
    )
    assert rows(exchanged) == expected


@given(st.permutations(STATES), st.sampled_from(["condemned", "praised", "attacked", "supported"]))
def test_5_negation_takes_passive_keeps_and_quotation_moves_the_sign(states, verb):
    a, b, c = states[:3]
    ends = {source_target[:3] for source_target in rows(f"{a} {verb} {b}.")}
    assert len(ends) == 1
    assert {row[:3] for row in rows(f"{b} was {verb} by {a}.")} == ends
    assert not ends & {row[:3] for row in rows(f"{a} did not {BASE[verb]} {b}.")}
    quoted = [row for row in rows(f"“{a} {verb} {b},” {c} said.") if row[:3] in ends]
    assert quoted and all(row[3] == c for row in quoted)


@pytest.mark.parametrize("name", ["predicates", "cues"])
@given(data=st.data())
def test_6_the_example_of_a_row_reads_the_same_wherever_it_stands(name, data):
    rows_of = [row for row in lexicon(name) if row.get("example")]
    example = data.draw(st.sampled_from(rows_of))["example"]
    other = data.draw(news())
    alone, second = read(example), read(f"{other}\n\n{example}")
    later = second.tone[second.tone["paragraph"] == 2]["score"].round(9).tolist()
    assert alone.tone["score"].round(9).tolist() == later


@given(texts)
def test_7_two_readings_are_equal(text):
    first = framing.read(from_text(text), encoder=False)
    again = framing.read(from_text(text), encoder=False)
    assert all(getattr(first, name).equals(getattr(again, name)) for name in TABLES)


@given(st.text(st.characters(codec=None), max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_8_any_text_and_any_span_is_answered(text, one, other):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    assert sentiment.tone(text).valence in (-1, 0, 1)
    assert sentiment.toward(text, start, end).valence in (-1, 0, 1)
    assert isinstance(stance.between(text, (0, start), (start, end)), list)
    assert isinstance(quotes.find(text), list)
    assert all(0 <= score <= 1 for score in framing.frames.of(text).values())
