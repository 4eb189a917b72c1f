from types import SimpleNamespace

import pandas as pd
import pytest

from analysis import agreement, claims
from analysis.article import SEEDS, from_text, read_article
from analysis.frames import FRAMES
from analysis.uncertainty import Interval

SPAN = ["start", "end", "text", "clean_text"]
RELATION = "source target source_party target_party target_type stance expression voice counted".split()
TABLES = {
    "mentions": [*SPAN, "paragraph", "sentence", "actor", "party", "kind", "type", "rule"],
    "quotes": [*SPAN, "paragraph", "sentence", "speaker", "party", "type", "cue"],
    "relations": [*SPAN, "paragraph", "sentence", *RELATION],
    "tone": ["paragraph", "tone", "score"],
    "portrayal": ["paragraph", "actor", "valence", "score", "start", "end", "text"],
    "frames": ["paragraph", *FRAMES],
    "roles": ["actor", "role"],
    "actors": ["actor", "party", "mentions"],
}


def reading(text="Peru attacked Chile. Chile protested.", **rows):
    """A reading of a text with the tables given as rows; every span is the whole first sentence unless told."""
    article = from_text(text)
    usual = {
        "paragraph": 1,
        "sentence": 1,
        "start": 0,
        "end": min(20, len(text)),
        "text": text[:20],
        "clean_text": text[:20],
        "kind": "name",
        "target_type": "actor",
        "voice": "author",
        "counted": True,
        "expression": "verbal",
        "score": 0.0,
        "type": "direct",
        "cue": "",
    }
    tables = {}
    for name, columns in TABLES.items():
        filled = []
        for row in rows.get(name, []):
            row = usual | row
            row.setdefault("party", row.get("actor", row.get("speaker", "")))
            row.setdefault("source_party", row.get("source", ""))
            row.setdefault("target_party", row.get("target", ""))
            filled.append({column: row.get(column, 0.0) for column in columns})
        tables[name] = pd.DataFrame(filled, columns=columns)
    return SimpleNamespace(article=article, **tables)


def relation(source, target, stance, paragraph=1, voice="author", **more):
    return {
        "source": source,
        "target": target,
        "stance": stance,
        "paragraph": paragraph,
        "voice": voice,
        "start": paragraph,
        "end": paragraph + 1,
    } | more


@pytest.fixture(scope="module")
def seed():
    return agreement.coding(SEEDS / "xi-putin-2021" / "coding", read_article("xi-putin-2021"))


@pytest.fixture(scope="module")
def findings(seed):
    return claims.findings(seed)


@pytest.mark.parametrize("text", ["", "Rain.", "Peru attacked Chile. Chile protested."])
def test_every_claim_on_nothing_says_so(text):
    found = claims.findings(reading(text))
    assert len(found) == len(claims.STANDARD)
    for claim in found:
        assert not claim.met and claim.outcome == "not enough to say"
        assert claim.statement.startswith(("No ", "Too few "))
        assert "nan" not in repr(claim).casefold()


def test_a_claim_is_known_by_its_functions_name(findings):
    assert [claim.name for claim in findings] == [question.__name__ for question in claims.STANDARD]


def test_evidence_is_the_texts_own_words(seed, findings):
    for claim in findings:
        for quote in claim.evidence:
            assert seed.article.raw[quote.start : quote.end] == quote.text


@pytest.mark.parametrize("mentions, met", [(4, False), (5, True)])
def test_threshold(mentions, met):
    claim = claims.main_actors(reading(mentions=[{"actor": "Peru", "start": i} for i in range(mentions)]))
    assert claim.met == met
    assert ("Too few mentions (n = 4, at least 5 needed)" in claim.statement) == (not met)


@pytest.mark.parametrize(
    "rows, outcome",
    [
        ([relation("Peru", "Chile", 1, p) for p in (1, 2)], "Chile–Peru"),
        ([relation("Peru", "Chile", 1, 1), relation("Chile", "Peru", 1, 2)], "Chile–Peru"),  # either direction
        ([relation("Peru", "Chile", 1, 1)] * 5, "not enough to say"),  # one paragraph is one
        (
            [relation("Peru", "Chile", 1, p) for p in (1, 2)] + [relation("Peru", "Chile", -1, p) for p in (3, 4)],
            "not enough to say",
        ),
        (
            [relation("Peru", "Chile", 1, p) for p in (1, 2)] + [relation("Cuba", "Chile", 1, p) for p in (1, 2)],
            "Chile–Cuba, Chile–Peru",
        ),
        ([relation("Peru", "trade", 1, p, target_type="issue") for p in (1, 2)], "not enough to say"),
        ([relation("Peru", "Chile", 1, p, counted=False) for p in (1, 2)], "not enough to say"),
        ([relation("Fujimori", "Peru", 1, p, source_party="Peru") for p in (1, 2)], "not enough to say"),  # one party
    ],
)
def test_strongest_positive_tie(rows, outcome):
    assert claims.strongest_positive_tie(reading(relations=rows)).outcome == outcome


def test_the_sign_turns_the_tie():
    rows = [relation("Peru", "Chile", -1, p) for p in (1, 2)]
    assert claims.strongest_negative_tie(reading(relations=rows)).outcome == "Chile–Peru"
    assert claims.strongest_positive_tie(reading(relations=rows)).outcome == "not enough to say"


@pytest.mark.parametrize("order", [1, -1])
def test_a_tie_level_with_others_is_shown_by_the_words_of_the_pair_that_is_named(order):
    hits = [(who, place) for who in ("Peru", "Cuba") for place in (1, 2)][::order]
    rows = [relation(who, "Chile", -1, place, text=f"{who} hit Chile", start=len(who) * place) for who, place in hits]
    claim = claims.strongest_negative_tie(reading(relations=rows))
    assert "Chile and Cuba: in 2 paragraphs; it is level with" in claim.statement
    assert claim.evidence[0].text == "Cuba hit Chile"


def test_hostility_has_a_direction():
    rows = reading(
        relations=[relation("Peru", "Chile", -1, p, voice="Cuba" if p == 1 else "author") for p in (1, 2, 3)]
    )
    source, target = claims.most_hostile_source(rows), claims.most_opposed_target(rows)
    assert (source.outcome, target.outcome) == ("Peru", "Chile")
    assert "3 times, 1 of them in the words of others" in source.statement


@pytest.mark.parametrize(
    "own, reported, outcome",
    [([-1] * 6, [1] * 6, "author"), ([1] * 6, [-1] * 6, "reported"), ([1, -1] * 3, [-1, 1] * 3, "no clear difference")],
)
def test_whose_voice_is_the_more_hostile(own, reported, outcome):
    rows = [relation("Peru", "Chile", sign, p) for p, sign in enumerate(own, 1)]
    rows += [relation("Peru", "Chile", sign, p, voice="Cuba") for p, sign in enumerate(reported, 1)]
    assert claims.author_vs_reported_hostility(reading(relations=rows)).outcome == outcome


def test_camps_friends_within_foes_across():
    rows = [
        relation("A", "B", 1),
        relation("C", "D", 1),
        relation("A", "C", -1),
        relation("B", "D", -1),
        relation("A", "D", -1),
    ]
    claim = claims.balance_camps(reading(relations=rows))
    assert claim.value == (("A", "B"), ("C", "D"))
    assert "0 of 5 ties against the grain; 2 of 2 closed triangles are balanced" in claim.statement


def test_an_unbalanced_triangle_goes_against_the_grain():
    rows = [relation("A", "B", 1), relation("B", "C", 1), relation("A", "C", -1)]
    assert (
        "1 of 3 ties against the grain; 0 of 1 closed triangle is balanced"
        in claims.balance_camps(reading(relations=rows)).statement
    )


def test_many_parties_find_their_camps_too():
    east, west = [f"E{i}" for i in range(9)], [f"W{i}" for i in range(9)]
    rows = [relation(a, b, 1) for side in (east, west) for a, b in zip(side, side[1:])] + [
        relation(a, b, -1) for a, b in zip(east, west)
    ]
    assert claims.balance_camps(reading(relations=rows)).value == (tuple(east), tuple(west))


@pytest.mark.parametrize(
    "tones, outcome", [([-1] * 5, "negative"), ([1] * 5, "positive"), ([1, -1, 0, 1, -1], "mixed")]
)
def test_tone(tones, outcome):
    rows = [{"paragraph": number, "tone": tone, "score": float(tone)} for number, tone in enumerate(tones, 1)]
    assert claims.tone_overall(reading(tone=rows)).outcome == outcome


@pytest.mark.parametrize(
    "valences, worst, best",
    [
        ({"Peru": [-1] * 5, "Chile": [1] * 5}, "Peru", "Chile"),
        ({"Peru": [-1, 0, 0], "Chile": [0] * 3}, "nobody", "nobody"),
    ],
)
def test_portrayal(valences, worst, best):
    rows = [
        {"actor": actor, "paragraph": p, "valence": v, "text": "Peru", "end": 4}
        for actor, signs in valences.items()
        for p, v in enumerate(signs, 1)
    ]
    found = reading(portrayal=rows)
    assert (claims.most_negative_portrayal(found).outcome, claims.most_positive_portrayal(found).outcome) == (
        worst,
        best,
    )


def test_roles_are_listed():
    found = reading(roles=[{"actor": "Peru", "role": "antagonist"}, {"actor": "United States", "role": "innocent"}])
    assert claims.antagonists(found).outcome == "Peru" and claims.protagonists(found).outcome == "nobody"
    assert "casts the United States as acted upon" in claims.innocents(found).statement


def test_the_lead_hedges_itself():
    safe, unsafe = (
        claims.Claim("x", "who leads", "Peru leads.", "Peru", 9, "mentions", 5, sure=share) for share in (0.97, 0.6)
    )
    assert safe.statement == "Peru leads." and "97% of resamples" in safe.basis
    assert unsafe.statement == "Peru leads. The lead is not safe: it holds in 60% of resamples of the paragraphs."


def test_displays_escape_and_quote():
    claim = claims.Claim(
        "x",
        "who leads",
        "A < B & C.",
        "B",
        9,
        "mentions",
        5,
        interval=Interval(0.5, 0.2, 0.8, 9),
        evidence=(claims.Evidence(3, "<b>a|b*</b>", 0, 11),),
    )
    assert "A &lt; B &amp; C." in claim._repr_html_() and "<b>a" not in claim._repr_html_()
    assert "¶3 “" in repr(claim) and ".20 to .80" in repr(claim)
    table = claims.Findings((claim,))
    assert "&lt;b&gt;a|b*" in table._repr_html_() and table._repr_html_().count("<tr") == table._repr_html_().count(
        "</tr>"
    )
    assert table["x"] is claim and table.table().loc[0, "outcome"] == "B"


def test_long_evidence_is_cut_at_a_word():
    shown = str(claims.Evidence(1, "word " * 100, 0, 500))
    assert len(shown) < 200 and shown.endswith("word …”")


@pytest.mark.parametrize(
    "value, expected, held",
    [
        ("Russia", "Russia", True),
        ("Russia", "the Russia", True),
        ("Russia", "China", False),
        ("Russia", "not China", True),
        (("Georgia", "Moldova"), "Moldova", True),
        (("Georgia",), "Georgia, Moldova", False),
        ("China–Russia", "Russia – China", True),
        ("China–Russia", "China", False),
        (0.4, "> 0.3", True),
        (0.4, "<= 0.3", False),
        ("mixed", "> 0.3", False),
        ("mixed", "negative or mixed", True),
        ("anything", "met", True),
        ((("China", "Russia"), ("Ukraine",)), "Ukraine | Russia", True),
        ((("China", "Russia"), ("Ukraine",)), "China | Russia", False),
        ("Guinea-Bissau", "Guinea-Bissau", True),
    ],
)
def test_what_a_premise_expects(value, expected, held):
    assert claims.holds(value, expected) == held


READING = """# A close reading

## What holds
premises:
- most_named: Peru

The words of *this* passage.

## What fails
premises:
- most_named: not Peru
- main_actors: met

Words that must not be shown.

## What nobody asked
premises:
- no_claim: Peru

More words.

## What takes nothing for granted

Loose words.
"""


def test_a_passage_stands_or_falls_with_its_premises(tmp_path):
    (tmp_path / "reading.md").write_text(READING, encoding="utf-8")
    named = claims.Claim("most_named", "who is named most", "Peru is.", ("Peru",), 9, "names", 5)
    few = claims.Claim("main_actors", "who the main actors are", "Peru.", ("Peru",), 2, "mentions", 5)
    checked = claims.check(tmp_path / "reading.md", [named, few])
    assert [passage.held for passage in checked] == [True, False, False, False]
    shown = checked._repr_markdown_()
    assert "The words of *this* passage." in shown and "must not be shown" not in shown and "Loose words" not in shown
    assert (
        "*most_named* should be not Peru and is Peru" in shown
        and "no such claim" in shown
        and "No premise given" in shown
    )
    assert "*main_actors* should be met and is not enough to say" in shown


def test_the_seeds_reading_names_claims_that_exist(findings):
    checked = claims.check(SEEDS / "xi-putin-2021" / "reading.md", findings)
    assert len(checked) and all(passage.premises for passage in checked)
    assert not [premise for passage in checked for premise in passage.premises if premise.outcome == "no such claim"]


def test_side_by_side():
    one, two = (claims.Findings((claims.Claim("x", "who", "so", value, 9, "names"),)) for value in ("Peru", "Chile"))
    assert claims.side_by_side({"one": one, "two": two}).values.tolist() == [["x", "Peru", "Chile", False]]


def test_several_articles_are_compared_by_name(seed):
    table = claims.compare(seed, reading(), only=[claims.main_actors])
    assert table.columns.tolist() == ["finding", seed.article.name, "text", "agree"]
    assert table.iloc[0].tolist()[2:] == ["not enough to say", False]
