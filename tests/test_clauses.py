"""Words, chunks and clauses: sentences and the structure a reader would give them."""

import pytest

from analysis import grammar


def tags(text):
    return {t.text: t.tag for t in grammar.tokens(text)}


@pytest.mark.parametrize(
    "text, word, tag",
    [
        ("Berlin expelled two diplomats.", "expelled", "VBD"),
        ("Two diplomats were expelled by Berlin.", "expelled", "VBN"),
        ("The man arrested on Monday said nothing.", "arrested", "VBN"),
        ("They met the Chinese in Geneva.", "Chinese", "NN"),
        ("Kiev will support Minsk.", "support", "VB"),
        ("Critics warn that the plan may fail.", "may", "MD"),
        ("She also claims that he left.", "claims", "VBZ"),
        ("It went to Minsk.", "to", "IN"),
        ("It wants to leave.", "to", "TO"),
        ("They criticised the US government.", "US", "NNP"),
        ("They criticised us.", "us", "PRP"),
        ("Will it rain in May?", "May", "NN"),
        ("The seized funds went to Riga.", "seized", "JJ"),
        ("Kiev was accused by Riga and urged Minsk to leave.", "urged", "VBD"),
        ("Kiev said Minsk planned a war.", "planned", "VBD"),
        ("The army moved in.", "in", "RP"),
        ("They saw her house.", "her", "PRP$"),
        ("They saw her there.", "her", "PRP"),
        ("The claim that failed was his.", "that", "WDT"),
        ("They fear the unthinkable.", "unthinkable", "NN"),
        ("The bombing of the town went on.", "bombing", "NN"),
    ],
)
def test_tags_follow_the_context(text, word, tag):
    assert tags(text)[word] == tag


@pytest.mark.parametrize("straight", ["Putin's plan didn't work.", "It's Moscow's claim."])
def test_curly_apostrophes_change_no_tag(straight):
    curly = straight.replace("'", "’")
    assert [(t.tag, t.lemma, t.start) for t in grammar.tokens(curly)] == [
        (t.tag, t.lemma, t.start) for t in grammar.tokens(straight)
    ]


@pytest.mark.parametrize(
    "form, base",
    [
        ("accused", "accuse"),
        ("denies", "deny"),
        ("stopped", "stop"),
        ("agreed", "agree"),
        ("withdrew", "withdraw"),
        ("criticising", "criticise"),
        ("attacked", "attack"),
        ("hitting", "hit"),
        ("said", "say"),
    ],
)
def test_verb_forms_have_their_base(form, base):
    assert grammar.verb_base(form) == base


def one(text, predicate):
    """The clause of a predicate as words: subjects, objects, agents."""
    parsed = grammar.parse(text)
    clause = next(c for c in parsed.clauses if c.predicate == predicate)
    words = lambda chunks: [parsed.words(parsed.chunks[c]) for c in chunks]
    return words(clause.subjects), words(clause.objects), words(clause.agents), clause


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
        ("Kiev tried to leave the bloc.", "leave", ["Kiev"], ["the bloc"], []),
        ("Kiev condemned Minsk and praised Riga.", "praise", ["Kiev"], ["Riga"], []),
        ("In Moscow, Merkel met Putin.", "meet", ["Merkel"], ["Putin"], []),
        ("Russia vetoed on Friday the resolution.", "veto", ["Russia"], ["the resolution"], []),
        ("Kiev called on Minsk to leave.", "leave", ["Minsk"], [], []),
        ("To stop the war, Berlin closed the port.", "stop", ["Berlin"], ["the war"], []),
        ("It is time for Kiev to join the bloc.", "join", ["Kiev"], ["the bloc"], []),
        ("Kiev left the bloc, telling nobody.", "tell", ["Kiev"], ["nobody"], []),
        ("Kiev gave Minsk the plan last week.", "give", ["Kiev"], ["Minsk", "the plan"], []),
        ("“Never!” said the minister.", "say", ["the minister"], [], []),
    ],
)
def test_arguments(text, predicate, subjects, objects, agents):
    assert one(text, predicate)[:3] == (subjects, objects, agents)


@pytest.mark.parametrize(
    "text, predicate, negated, modal",
    [
        ("Kiev supported Minsk.", "support", False, ""),
        ("Kiev did not support Minsk.", "support", True, ""),
        ("Kiev didn’t support Minsk.", "support", True, ""),
        ("Kiev denied attacking Minsk.", "attack", True, ""),
        ("Kiev is no friend of Minsk.", "be", True, ""),
        ("Kiev would support Minsk.", "support", False, "would"),
        ("If Kiev attacks Minsk, war will come.", "attack", False, "if"),
        ("Kiev may want to support Minsk.", "support", False, "may"),
        ("Kiev hopes to support Minsk.", "support", False, "to"),
    ],
)
def test_negation_and_modality(text, predicate, negated, modal):
    clause = one(text, predicate)[3]
    assert (clause.negated, clause.modal) == (negated, modal)


def test_possessors_belong_to_their_chunk():
    parsed = grammar.parse("Xi supported Putin’s claim.")
    chunk = parsed.chunks[-1]
    assert (parsed.words(chunk), parsed.tokens[chunk.head].text) == ("Putin’s claim", "claim")
    assert [parsed.text[slice(*parsed.span(*owner))] for owner in chunk.owners] == ["Putin"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "War",
        "KIEV ATTACKED MINSK",
        "“Never",
        "He said “go",
        "a , b ; c",
        "\r\n\r\n",
        "x " * 3000,
        "and " * 500,
    ],
)
def test_any_string_can_be_read(text):
    parsed = grammar.parse(text)
    assert all(text[t.start : t.end] == t.text for t in parsed.tokens)
