"""Who stands for or against whom: sentences and the relations a reader would state."""

import pandas as pd
import pytest

from analysis import stance
from analysis.article import from_text
from analysis.lexicon import lexicon

KIEV, MINSK, RIGA = "Ukraine", "Belarus", "Latvia"
NAMES = {"Kiev": KIEV, "Minsk": MINSK, "Riga": RIGA}


def mentioned(text, names=NAMES):
    rows = [
        {"start": at, "end": at + len(word), "actor": actor, "party": actor, "kind": "name"}
        for word, actor in names.items()
        for at in range(len(text))
        if text.startswith(word, at)
    ]
    return pd.DataFrame(sorted(rows, key=lambda r: r["start"]), columns=["start", "end", "actor", "party", "kind"])


def read(text, quotes=(), names=NAMES):
    return stance.relations(from_text(text), mentioned(text, names), pd.DataFrame(list(quotes)), encoder=False)


def counted(text, **more):
    table = read(text, **more)
    return {(r.source, r.target, r.stance) for r in table.itertuples() if r.counted}


AGAINST, FOR = {(KIEV, MINSK, -1)}, {(KIEV, MINSK, 1)}
BOTH_FOR = FOR | {(MINSK, KIEV, 1)}


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Kiev condemned Minsk.", AGAINST),
        ("Minsk was condemned by Kiev.", AGAINST),
        ("Kiev praised Minsk.", FOR),
        ("Kiev imposed sanctions on Minsk.", AGAINST),
        ("Kiev lifted sanctions on Minsk.", FOR),
        ("Kiev cut off aid to Minsk.", AGAINST),
        ("Kiev provided aid to Minsk.", FOR),
        ("The condemnation of Minsk by Kiev surprised nobody.", AGAINST),
        ("Kiev's criticism of Minsk went on.", AGAINST),
        ("Kiev is wary of Minsk.", AGAINST),
        ("Kiev is an ally of Minsk.", FOR),
        ("Kiev held talks with Minsk.", BOTH_FOR),
        ("Talks between Kiev and Minsk went on.", BOTH_FOR),
        ("Kiev and Minsk cooperated.", BOTH_FOR),
        ("Kiev refused to support Minsk.", AGAINST),
        ("Kiev, backed by Minsk, left.", {(MINSK, KIEV, 1)}),
        ("Kiev threatened to attack Minsk.", AGAINST),
        ("The weather in Kiev and Minsk was fine.", set()),
        ("Kiev urged Minsk to act.", set()),
    ],
)
def test_relations_of_a_sentence(text, expected):
    assert counted(text) == expected


@pytest.mark.parametrize(
    "text, status",
    [
        ("Kiev did not condemn Minsk.", "denied"),
        ("Kiev denied attacking Minsk.", "denied"),
        ("Kiev would condemn Minsk.", "hypothetical"),
        ("If Kiev attacks Minsk, all is lost.", "hypothetical"),
        ("Kiev will meet Minsk.", "future"),
    ],
)
def test_what_is_not_so_is_marked_and_not_counted(text, status):
    table = read(text)
    assert set(table["status"]) == {status} and not table["counted"].any()


def test_evidence_is_the_article_s_own_words():
    text = "It rained.\n\nKiev, on Monday, condemned Minsk."
    row = read(text).iloc[0]
    assert text[row["start"] : row["end"]] == row["text"] and "condemned" in row["text"]
    assert (row["paragraph"], row["expression"], row["found_by"]) == (2, "verbal", "rule")


def test_deeds_are_material_and_weigh_more_than_words():
    deed, word = read("Kiev attacked Minsk.").iloc[0], read("Kiev criticised Minsk.").iloc[0]
    assert (deed["expression"], word["expression"]) == ("material", "verbal")
    assert deed["intensity"] < word["intensity"] < 0


def quote(text, content, speaker):
    start = text.index(content)
    return {
        "paragraph": 1,
        "speaker": speaker,
        "party": speaker,
        "type": "indirect",
        "cue": "said",
        "start": start,
        "end": start + len(content),
    }


def test_what_a_speaker_reports_is_in_his_voice():
    text = "Riga said that Kiev attacked Minsk."
    [row] = read(text, [quote(text, "Kiev attacked Minsk", RIGA)]).itertuples()
    assert (row.source, row.target, row.stance, row.voice) == (KIEV, MINSK, -1, RIGA)


def test_a_speaker_s_own_stance_is_told_by_the_author():
    text = "Kiev said that Kiev supports Minsk."
    assert set(read(text, [quote(text, "Kiev supports Minsk", KIEV)])["voice"]) == {"author"}


# what should change changes, and nothing else
SENTENCES = [
    "Kiev condemned Minsk.",
    "Kiev supported Minsk.",
    "Kiev attacked Minsk.",
    "Kiev praised Minsk.",
    "Kiev invaded Minsk.",
]


@pytest.mark.parametrize("text", SENTENCES)
class TestMetamorphic:
    def test_swap(self, text):
        swapped = text.replace("Kiev", "#").replace("Minsk", "Kiev").replace("#", "Minsk")
        assert counted(swapped) == {(b, a, s) for a, b, s in counted(text)}

    def test_rename(self, text):
        renamed = text.replace("Minsk", "Riga")
        assert counted(renamed) == {(a, RIGA, s) for a, b, s in counted(text)}

    def test_passive(self, text):
        verb = text.split()[1]
        assert counted(f"Minsk was {verb} by Kiev.") == counted(text)

    def test_negate(self, text):
        verb = text.split()[1]
        assert counted(f"Kiev has not {verb} Minsk.") == set()

    def test_quote(self, text):
        whole = f"“{text[:-1]},” Riga said."
        table = read(whole, [quote(whole, f"“{text[:-1]},”", RIGA)])
        inner = table[table["source"] == KIEV]
        assert set(inner["voice"]) == {RIGA} and {
            (r.source, r.target, r.stance) for r in inner.itertuples()
        } == counted(text)

    def test_hedge(self, text):
        hedged = read(text.replace("Kiev ", "Kiev reportedly "))
        assert {(r.source, r.target, r.stance) for r in hedged.itertuples()} == counted(text)
        assert set(hedged["hedge"]) == {"reportedly"} and set(read(text)["hedge"]) == {""}

    def test_move(self, text):
        for whole in (f"It rained. {text}", f"{text} It rained.", f"It rained.\n\n{text}"):
            assert counted(whole) == counted(text)


def test_between_takes_spans_and_gives_them_back():
    text = "Minsk was condemned by Kiev."
    kiev, minsk = (23, 27), (0, 5)
    for pair in ((kiev, minsk), (minsk, kiev)):
        found = stance.between(text, *pair, encoder=False)
        assert [(r.source, r.target, r.stance) for r in found] == [(kiev, minsk, -1)]


def spans(text):
    return [(text.index(name), text.index(name) + len(name)) for name in ("Kiev", "Minsk") if name in text]


def signs(text, toward):
    """The signs of what is stated by Kiev or Minsk toward an actor or an issue, as the lexicon writes them."""
    places = tuple(stance.Place(start, end, n) for n, (start, end) in enumerate(sorted(spans(text))))
    return {str(f.stance) for f in stance.read(text, places) if (f.status, f.toward) == ("stated", toward)}


@pytest.mark.parametrize("toward", ["actor", "issue"])
def test_the_rows_of_the_lexicon_fire_on_their_examples_and_not_on_their_counter_examples(toward):
    rows = [
        row for row in lexicon("predicates") if row["sign"] != "0" and (row["toward"] == "issue") == (toward == "issue")
    ]
    silent = [row["example"] for row in rows if row["sign"] not in signs(row["example"], toward)]
    wrong = [row["counter_example"] for row in rows if row["sign"] in signs(row["counter_example"], toward)]
    assert (silent, wrong) == ([], [])


def edges(*rows):
    return pd.DataFrame(
        [
            {
                "paragraph": n,
                "sentence": n,
                "source": a,
                "target": b,
                "source_party": a,
                "target_party": b,
                "target_type": "actor",
                "stance": s,
                "voice": v,
                "counted": True,
            }
            for n, (a, b, s, v) in enumerate(rows, start=1)
        ]
    )


def test_the_network_sums_paragraphs_and_keeps_the_author_s_own():
    rows = edges(("A", "B", -1, "author"), ("A", "B", -1, "C"), ("A", "B", 1, "C"), ("B", "A", 1, "C"))
    assert stance.network(rows)["A"]["B"] == {
        "weight": -1,
        "sign": -1,
        "support": 1,
        "oppose": 2,
        "sentences": (1, 2, 3),
    }
    assert list(stance.network(rows, voice="author").edges) == [("A", "B")]


def test_balance_finds_two_camps_and_the_tie_against_the_grain():
    rows = edges(
        ("A", "B", 1, "author"),
        ("C", "D", 1, "author"),
        ("A", "C", -1, "author"),
        ("B", "D", -1, "author"),
        ("A", "D", 1, "author"),
    )
    found = stance.balance(rows)
    assert (found.frustration, found.camps, found.against) == (1, (("A", "B"), ("C", "D")), (("A", "D"),))
    assert [(trio, even) for trio, even, _ in found.triads] == [(("A", "B", "D"), False), (("A", "C", "D"), False)]


def test_three_enemies_are_frustrated_by_one_tie():
    found = stance.balance(edges(("A", "B", -1, "author"), ("B", "C", -1, "author"), ("A", "C", -1, "author")))
    assert found.frustration == 1 and not found.unique


@pytest.mark.parametrize(
    "text", ["", "Kiev", "KIEV CONDEMNED MINSK", "“Kiev condemned Minsk", "Kiev " * 400, "No actor here."]
)
def test_any_text_gives_a_table(text):
    assert list(read(text).columns) == stance.COLUMNS
    assert stance.balance(read(text)).frustration >= 0


def test_no_relations_give_an_empty_network():
    assert len(stance.network(read(""))) == 0 and stance.balance(read("")).camps == ((), ())


def test_the_table_of_changes_holds():
    table = stance.metamorphic(encoder=False)
    assert table.loc[~table["held"], "after"].tolist() == []
    assert set(table.loc[table["change"] == "negate", "found"]) == {"none"}


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Kiev denied that it attacked Minsk.", set()),
        ("Kiev denied that Kiev attacked Minsk.", set()),
        ("Kiev denied that Minsk attacked Riga.", set()),
        ("Kiev denied that it attacked Minsk. Kiev praised Riga.", {(KIEV, RIGA, 1)}),
    ],
)
def test_a_deed_that_is_denied_is_not_counted(text, expected):
    assert counted(text) == expected
    assert stance.between(text, *spans(text), encoder=False) == []


def test_large_networks_are_divided_exactly():
    names = [f"n{k:02}" for k in range(16)]
    rows = edges(*[(a, b, 1, "author") for a, b in zip(names, names[1:])])
    found = stance.balance(rows)
    assert (found.frustration, len(found.camps[0])) == (0, 16)


@pytest.mark.parametrize(
    "text, status",
    [
        ("Riga rejected claims that Kiev attacked Minsk.", "denied"),
        ("There is no evidence that Kiev attacked Minsk.", "denied"),
        ("Riga dismissed reports that Kiev attacked Minsk.", "denied"),
        ("Kiev was cleared of attacking Minsk.", "denied"),
        ("Kiev is accused of attacking Minsk.", "hypothetical"),
        ("Kiev was suspected of attacking Minsk.", "hypothetical"),
        ("There is evidence that Kiev attacked Minsk.", "stated"),
        ("Riga published reports that Kiev attacked Minsk.", "stated"),
        ("Riga accused Kiev of attacking Minsk.", "stated"),
    ],
)
def test_an_act_that_is_claimed_and_rejected_or_only_alleged_does_not_count(text, status):
    table = read(text)
    acts = table[table["target"].eq(MINSK) & table["source"].eq(KIEV)]
    assert acts["status"].tolist() == [status]
    assert acts["counted"].tolist() == [status == "stated"]
