"""The encoder: what it must say, and what must not change what it says. Skipped where its model is not there."""

import shutil
import warnings

import pytest

from analysis import encoder
from analysis.encoder import model

needs_model = pytest.mark.skipif(not encoder.available(), reason="the encoder's model is not there")


def spans(text, *words):
    return [(text.index(word), text.index(word) + len(word)) for word in words]


def related(text, first, second):
    return encoder.relation(encoder.encode(text), *spans(text, first, second)).best


RELATED = [
    ("Merkel praised Macron on Tuesday.", "Merkel", "Macron", "first_for_second"),
    ("Macron was praised by Merkel on Tuesday.", "Macron", "Merkel", "second_for_first"),
    ("Brazil condemned Argentina over the border dispute.", "Brazil", "Argentina", "first_against_second"),
    ("Argentina was condemned by Brazil.", "Argentina", "Brazil", "second_against_first"),
    ("Ellis accused Novak of lying to investigators.", "Ellis", "Novak", "first_against_second"),
    ("Ellis, who was attacked by Novak, left the room.", "Ellis", "Novak", "second_against_first"),
]


@needs_model
@pytest.mark.parametrize("text, first, second, expected", RELATED)
def test_relation_has_its_sign_and_direction(text, first, second, expected):
    assert related(text, first, second) == expected


@needs_model
@pytest.mark.parametrize("text, first, second, expected", RELATED)
def test_exchanged_spans_exchange_the_answer(text, first, second, expected):
    encoding = encoder.encode(text)
    a, b = spans(text, first, second)
    there, back = encoder.relation(encoding, a, b), encoder.relation(encoding, b, a)
    for label, mirrored in zip(encoder.RELATIONS, [encoder.RELATIONS[i] for i in encoder.MIRROR]):
        assert there[label] == pytest.approx(back[mirrored], abs=1e-6)


@needs_model
@pytest.mark.parametrize(
    "text, first, second",
    [
        ("Merkel did not praise Macron.", "Merkel", "Macron"),
        ("Brazil has not condemned Argentina.", "Brazil", "Argentina"),
        ("The flight left Oslo for Lisbon at noon.", "Oslo", "Lisbon"),
    ],
)
def test_what_is_denied_or_not_said_is_no_relation(text, first, second):
    assert related(text, first, second) == "none"


@needs_model
@pytest.mark.parametrize(
    "text, actor, expected",
    [
        ("Harlow was hailed as a hero for saving two children.", "Harlow", "positive"),
        ("Harlow was found guilty of stealing from the charity.", "Harlow", "negative"),
        ("Harlow will speak in Leeds on Friday.", "Harlow", "neutral"),
    ],
)
def test_toward_an_actor(text, actor, expected):
    reading = encoder.toward(encoder.encode(text), spans(text, actor)[0])
    assert reading.best == expected
    assert reading.score == pytest.approx(reading["positive"] - reading["negative"])


def tied(text, **mentions):
    """{(source, target): stance} of the ties that are likelier than not; each actor is named by its mentions' words."""
    places = {name: [span for word in words for span in spans(text, word)] for name, words in mentions.items()}
    found = encoder.ties(encoder.encode(text), places)
    return {(t.source, t.target): t.stance for t in found if t.probability[t.stance] >= 0.5}


@needs_model
def test_ties_are_read_across_the_sentences_of_a_passage():
    text = "Brazil sent troops to the border. It accused Argentina of a massacre and thanked Chile for its help."
    found = tied(text, brazil=["Brazil", "It "], argentina=["Argentina"], chile=["Chile"])
    assert found["brazil", "argentina"] == -1
    assert found["brazil", "chile"] == 1
    assert ("argentina", "chile") not in found and ("chile", "argentina") not in found


@needs_model
def test_a_mutual_relation_ties_both():
    found = tied("Peru and Chile signed a treaty of friendship on Monday.", peru=["Peru"], chile=["Chile"])
    assert found == {("peru", "chile"): 1, ("chile", "peru"): 1}


@needs_model
def test_the_order_in_which_actors_are_asked_changes_nothing():
    text = "Brazil condemned Argentina, and Chile praised Peru."
    encoding, names = encoder.encode(text), ["Brazil", "Argentina", "Chile", "Peru"]
    ties = lambda order: {(t.source, t.target): t for t in encoder.ties(encoding, {n: spans(text, n) for n in order})}
    there, back = ties(names), ties(names[::-1])
    assert there.keys() == back.keys() and len(there) == 12
    for pair, tie in there.items():
        assert tie.stance == back[pair].stance and (tie.source_span, tie.target_span) == tuple(spans(text, *pair))
        assert tie.probability == pytest.approx(back[pair].probability, abs=1e-5)


@needs_model
def test_the_mention_that_tells_most_is_named():
    text = "Harlow spoke in Leeds. On Friday Harlow was convicted of stealing from a charity."
    first, second = text.index("Harlow"), text.rindex("Harlow")
    read, telling = encoder.portrayal(encoder.encode(text), [(first, first + 6), (second, second + 6)])
    assert read.best == "negative" and telling == (second, second + 6)


@needs_model
def test_probabilities_are_probabilities():
    encoding = encoder.encode("Merkel praised Macron.")
    for answer in (
        encoder.toward(encoding, (0, 6)),
        encoder.relation(encoding, (0, 6), (15, 21)),
        encoder.tone(encoding),
    ):
        assert sum(answer.labels.values()) == pytest.approx(1)
        assert answer.best in answer.labels
    assert all(0 <= value <= 1 for value in encoder.frames(encoding).values())


@needs_model
def test_two_actors_of_one_sentence_are_told_apart():
    text = "Judges praised Lindgren for her courage and convicted Petrov of fraud."
    encoding = encoder.encode(text)
    good, bad = (encoder.toward(encoding, span) for span in spans(text, "Lindgren", "Petrov"))
    assert good.score > 0 > bad.score


@needs_model
def test_the_other_sentences_read_change_nothing():
    text = "Brazil condemned Argentina."
    alone = encoder.toward(encoder.encode(text), (17, 26)).labels
    encoder.encode.cache_clear()
    for other in ("A long sentence about nothing in particular that stands before it.", "Yes.", "X" * 3000):
        encoder.encode(other)
    assert encoder.toward(encoder.encode(text), (17, 26)).labels == alone


@needs_model
@pytest.mark.parametrize(
    "text, head, named, word",
    [
        ("Brazil condemned Argentina over fishing.", "stance", ("Brazil", "Argentina"), "condemned"),
        ("The crowd hailed Harlow as a hero.", "toward", ("Harlow",), "hero"),
    ],
)
def test_attention_names_the_telling_word_and_no_actor(text, head, named, word):
    words = [text[slice(*span)] for span in encoder.attention(encoder.encode(text), head, *spans(text, *named))]
    assert word in words and not set(words) & set(named)


@needs_model
@pytest.mark.parametrize(
    "text", ["", " ", "a", "\r\n", "“", "“““ ’ 's", "ALL CAPS, NO STOP", "\u200b\ufeff", "漢字", "x" * 9000]
)
def test_any_text_is_read(text):
    encoding = encoder.encode(text)
    span = (0, len(text))
    assert encoder.toward(encoding, span).best in encoder.VALENCES
    assert encoder.relation(encoding, span, span).best in encoder.RELATIONS
    assert -1 <= encoder.valence(encoding) <= 1
    assert encoder.attention(encoding, "toward", span) == []


@needs_model
def test_a_span_without_a_word_is_abstained_from():
    encoding = encoder.encode("Merkel praised Macron.")
    assert encoder.toward(encoding, (6, 7)).abstained
    answer = encoder.relation(encoding, (0, 6), (6, 7))
    assert answer.abstained and answer.best == "none"


@needs_model
def test_an_actor_far_into_a_long_text_is_read_where_it_stands():
    filler = "The committee met again on Thursday to hear the report of its secretary. " * 60
    text = filler + "Harlow was convicted of stealing from the charity. " + filler
    start = text.index("Harlow")
    encoding = encoder.encode(text)
    assert len(encoding.offsets) > 1000
    assert encoder.toward(encoding, (start, start + 6)).best == "negative"
    assert all(abs(low - start) < 400 for low, _ in encoder.attention(encoding, "toward", (start, start + 6)))


@needs_model
def test_part_of_a_word_stands_for_the_word():
    text = "Los Angeles blamed Washingtonians."
    encoding = encoder.encode(text)
    assert encoder.toward(encoding, (4, 10)) == encoder.toward(encoding, (4, 11))


def test_a_folder_without_the_model_says_which_file_is_missing(tmp_path):
    with pytest.raises(encoder.EncoderError, match="encoder.onnx"):
        encoder.load(tmp_path)


@needs_model
def test_an_altered_model_is_not_run(tmp_path):
    for name in ("encoder.onnx", "tokenizer.json", "SHA256SUMS"):
        shutil.copy(encoder.FILES / name, tmp_path)
    with (tmp_path / "encoder.onnx").open("ab") as file:
        file.write(b"x")
    with pytest.raises(encoder.EncoderError, match="sha256"):
        encoder.load(tmp_path)


def test_without_the_model_one_line_says_so_and_only_once(tmp_path, monkeypatch):
    monkeypatch.setattr(model, "FILES", tmp_path)
    model._shipped.cache_clear()
    try:
        with pytest.warns(UserWarning, match="rules alone") as said:
            assert not encoder.available()
        assert len(said) == 1
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert not encoder.available()
        with pytest.raises(encoder.EncoderError):
            encoder.encode("A sentence never read before.")
    finally:
        model._shipped.cache_clear()
