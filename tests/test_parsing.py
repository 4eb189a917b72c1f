"""A parser in place of the rules: the same sentences and structures, and one line where it cannot be had."""

import sys

import pytest

from analysis import clauses, parsing, sentiment, stance

PIPELINES = parsing.installed()
parsed_by_spacy = pytest.mark.skipif(not PIPELINES, reason="no English spaCy pipeline is installed")


@pytest.fixture
def parser():
    with parsing.use(PIPELINES[0]):
        yield


def one(text, predicate):
    """The clause of a predicate as words: subjects, objects, agents."""
    parsed = clauses.parse(text)
    clause = next(c for c in parsed.clauses if c.predicate == predicate)
    words = lambda chunks: [parsed.words(parsed.chunks[c]) for c in chunks]  # noqa: E731
    return words(clause.subjects), words(clause.objects), words(clause.agents), clause


@parsed_by_spacy
@pytest.mark.parametrize(
    "text, predicate, subjects, objects, agents",
    [
        ("Kiev condemned Minsk.", "condemn", ["Kiev"], ["Minsk"], []),
        ("Minsk was condemned by Kiev.", "condemn", ["Minsk"], [], ["Kiev"]),
        ("Xi and Putin met the king.", "meet", ["Xi", "Putin"], ["the king"], []),
        ("Rebels, stimulated by Moscow, attacked the town.", "attack", ["Rebels"], ["the town"], []),
        ("Rebels, stimulated by Moscow, attacked the town.", "stimulate", ["Rebels"], [], ["Moscow"]),
        ("Bacar, who has fought the army, fled.", "fight", ["Bacar"], ["the army"], []),
        ("Kiev accused Minsk of attacking the village.", "attack", ["Minsk"], ["the village"], []),
        ("Kiev urged Minsk to leave the bloc.", "leave", ["Minsk"], ["the bloc"], []),
        ("Kiev urged Minsk to leave the bloc.", "urge", ["Kiev"], ["Minsk"], []),
        ("Kiev called on Minsk to leave the bloc.", "leave", ["Minsk"], ["the bloc"], []),
        ("Kiev tried to leave the bloc.", "leave", ["Kiev"], ["the bloc"], []),
        ("Kiev condemned Minsk and praised Riga.", "praise", ["Kiev"], ["Riga"], []),
        ("Kiev declared Minsk a threat.", "declare", ["Kiev"], ["Minsk", "a threat"], []),
        ("They saw the town bombed by Minsk.", "bomb", ["the town"], [], ["Minsk"]),
        ("“We will fight,” said the minister, Ivan Petrov.", "say", ["the minister", "Ivan Petrov"], [], []),
    ],
)
def test_arguments_are_those_of_the_rules(text, predicate, subjects, objects, agents, parser):
    assert one(text, predicate)[:3] == (subjects, objects, agents)


@parsed_by_spacy
@pytest.mark.parametrize(
    "text, predicate, negated, modal",
    [
        ("Kiev supported Minsk.", "support", False, ""),
        ("Kiev didn’t support Minsk.", "support", True, ""),
        ("Kiev will never support or defend Minsk.", "defend", True, "will"),
        ("Kiev denied attacking Minsk.", "attack", True, ""),
        ("Kiev left without attacking Minsk.", "attack", True, ""),
        ("Kiev is no friend of Minsk.", "be", True, ""),
        ("If Kiev attacks Minsk, war will come.", "attack", False, "if"),
    ],
)
def test_negation_and_modality_are_those_of_the_rules(text, predicate, negated, modal, parser):
    clause = one(text, predicate)[3]
    assert (clause.negated, clause.modal) == (negated, modal)


@parsed_by_spacy
def test_an_oblique_keeps_its_preposition(parser):
    parsed = clauses.parse("Kiev called on Minsk on Friday.")
    assert [(prep, parsed.words(parsed.chunks[c])) for prep, c in parsed.clauses[0].obliques] == [
        ("on", "Minsk"), ("on", "Friday"),
    ]


@parsed_by_spacy
def test_possessors_belong_to_their_chunk(parser):
    parsed = clauses.parse("Xi supported Putin’s claim.")
    chunk = parsed.chunks[-1]
    assert (parsed.words(chunk), parsed.tokens[chunk.head].text) == ("Putin’s claim", "claim")
    assert [parsed.text[slice(*parsed.span(*owner))] for owner in chunk.owners] == ["Putin"]


@parsed_by_spacy
@pytest.mark.parametrize(
    "text",
    ["", " ", "War", "KIEV ATTACKED MINSK", "“Never", "He said “go", "\r\n\r\n", "a, " * 120, "a, " * 3000],
)
def test_any_string_can_be_read(text, parser):
    parsed = clauses.parse(text)
    assert all(text[t.start : t.end] == t.text for t in parsed.tokens)
    assert all(c.first <= c.head < c.last for c in parsed.chunks)


@parsed_by_spacy
def test_words_are_the_same_by_either_reading():
    text = "The U.S. didn’t join Putin's pro-Russian bloc."
    by_rules = [(t.text, t.start) for t in clauses.parse(text).tokens]
    with parsing.use(PIPELINES[0]):
        assert [(t.text, t.start) for t in clauses.parse(text).tokens] == by_rules


@parsed_by_spacy
def test_what_stands_on_the_grammar_changes_with_the_parser_and_back():
    """In the first sentence the rules take the speaker for an object of *said*."""
    text = "“We will not support Minsk,” said the Russian president, Ivan Petrov."
    speaks = lambda: [p.subjects for p in clauses.parse(text).clauses if p.predicate == "say"]  # noqa: E731
    places = (stance.Place(0, 4, "a"), stance.Place(15, 20, "b"))
    before, related, effects = speaks(), stance.read("Kiev condemned Minsk.", places), sentiment.effects(text)
    with parsing.use(PIPELINES[0]):
        assert speaks() != before
        assert stance.read.cache_info().currsize == 0 and sentiment.effects.cache_info().currsize == 0
        again = stance.read("Kiev condemned Minsk.", places)
        assert [(f.source.key, f.target.key, f.stance) for f in again] == [("a", "b", -1)]
    assert stance.read.cache_info().currsize == 0
    assert speaks() == before and sentiment.effects(text) == effects
    assert stance.read("Kiev condemned Minsk.", places) == related


def test_the_rules_come_back_after_an_error():
    before = clauses.parse("Kiev condemned Minsk.")
    with pytest.raises(parsing.ParserError), parsing.use("no_such_pipeline"):
        pass
    assert clauses.parse("Kiev condemned Minsk.") == before


def test_a_missing_package_is_said_in_one_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy", None)
    said = r"^spaCy is not installed: pip install 'framing-notebooks\[parse\]'$"
    with pytest.raises(parsing.ParserError, match=said):
        with parsing.use("not_asked_for_before"):
            pass
    assert parsing.installed() == ()


@parsed_by_spacy
def test_a_missing_pipeline_is_said_in_one_line_with_those_installed():
    with pytest.raises(parsing.ParserError, match=rf"^no_such_pipeline: no such spaCy pipeline .*{PIPELINES[0]}"):
        with parsing.use("no_such_pipeline"):
            pass


def test_a_pipeline_that_does_not_parse_is_refused():
    spacy = pytest.importorskip("spacy")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spacy, "load", lambda name, **_: spacy.blank("en"))
        with pytest.raises(parsing.ParserError, match="^blank_one: not a pipeline that parses English$"):
            with parsing.use("blank_one"):
                pass
