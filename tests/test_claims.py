import re
import shutil
from dataclasses import replace

import pandas as pd
import pytest

from analysis import agreement, claims, framing, review
from analysis.article import SEEDS, from_text, read_article
from analysis.frames import FRAMES
from analysis.uncertainty import Interval

SPAN = ["start", "end", "text", "clean_text"]
RELATION = "source target source_party target_party target_type stance expression voice counted".split()
TABLES = {
    "mentions": [*SPAN, "paragraph", "sentence", "actor", "party", "kind", "type", "rule", "probability"],
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
    return framing.Framing(article, **tables)


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
        ([relation("Peru", "Chile", -1, p) for p in (1, 2)], "Chile–Peru"),
        ([relation("Peru", "Chile", -1, 1), relation("Chile", "Peru", -1, 2)], "Chile–Peru"),  # either direction
        ([relation("Peru", "Chile", -1, 1)] * 5, "not enough to say"),  # one paragraph is one
        ([relation("Peru", "Chile", 1, p) for p in (1, 2)], "not enough to say"),  # the sign counts
        (  # counted, not netted: what else the two do does not make them less opposed
            [relation("Peru", "Chile", -1, p) for p in (1, 2, 3)]
            + [relation("Peru", "Chile", 1, 4), relation("Peru", "Chile", 1, 5)]
            + [relation("Cuba", "Chile", -1, p) for p in (1, 2)],
            "Chile–Peru",
        ),
        (
            [relation("Peru", "Chile", -1, p) for p in (1, 2)] + [relation("Cuba", "Chile", -1, p) for p in (1, 2)],
            "Chile–Cuba, Chile–Peru",
        ),
        ([relation("Peru", "trade", -1, p, target_type="issue") for p in (1, 2)], "not enough to say"),
        ([relation("Peru", "Chile", -1, p, counted=False) for p in (1, 2)], "not enough to say"),
        ([relation("Fujimori", "Peru", -1, p, source_party="Peru") for p in (1, 2)], "not enough to say"),  # one party
        ([relation(who, "Chile", -1, p) for who in "ABCD" for p in (1, 2)], "not enough to say"),  # nobody stands out
    ],
)
def test_who_opposes_whom(rows, outcome):
    assert claims.who_opposes_whom(reading(relations=rows)).outcome == outcome


def test_possible_rows_count_in_no_finding():
    found = reading(relations=[relation("Peru", "Chile", -1, p) for p in (1, 2, 3)])
    sure = found.relations.assign(origin="machine", sure=[0.9, 0.9, 0.5])
    found = replace(found, relations=sure)
    claim = claims.who_opposes_whom(found)
    assert claim.n == 2 and claim.origin == "machine" and claim.reliability == "by machine alone: 2 of 3 rows sure"
    found = replace(found, relations=sure.assign(sure=0.5))
    assert not claims.who_opposes_whom(found).met
    found = replace(found, relations=sure.assign(origin=["kept", "machine", "added"]))
    assert claims.who_opposes_whom(found).origin == "mixed"
    found = replace(found, relations=sure.assign(origin="kept", sure=1.0))
    assert claims.who_opposes_whom(found).origin == "reviewed"


def test_rows_that_are_unsure_one_by_one_are_sure_together():
    rows = [relation(who, "Chile", -1, place) for who in ("Peru", "Cuba") for place in (1, 2, 3, 4)]
    found = reading(relations=rows)
    found = replace(found, relations=found.relations.assign(origin="machine", sure=0.6))
    claim = claims.opposed_together(found)
    # a paragraph opposes Chile with a chance of .84, 2 or more of 4 do with .99, and one or more has Peru with .97
    assert (
        "Chile is opposed in 2 paragraphs or more (of ¶1, 2, 3, 4). Cuba opposes others in 1 paragraph or" in claim.says
    )
    assert "so does Peru in 1 or more of ¶1, 2, 3, 4. " in claim.says and claim.outcome == "Chile"
    assert "There is opposition between Chile and Cuba in 1 paragraph or more (of ¶1, 2, 3, 4); and" in claim.says
    last = found.relations.assign(sure=[0.6] * 7 + [0.7], start=range(8))
    assert claims.opposed_together(replace(found, relations=last)).evidence[0].start == 7  # the surest row is quoted
    few = replace(found, relations=found.relations.assign(sure=0.1))
    assert not claims.opposed_together(few).met
    kept = replace(found, relations=found.relations.assign(origin="kept", sure=1.0))
    assert not claims.opposed_together(kept).n  # reviewed rows are told by the other findings
    assert claims.opposed_together(reading(relations=rows)).outcome == "Chile"  # those of a coding are sure
    assert "Chile is opposed in ¶1, 2, 3, 4." in claims.opposed_together(reading(relations=rows)).says


def test_pairs_that_are_level_are_all_named_and_shown_in_turn():
    hits = [(who, place) for who in ("Peru", "Cuba") for place in (1, 2)]
    rows = [relation(who, "Chile", -1, place, text=f"{who} hit Chile", start=len(who) * place) for who, place in hits]
    claim = claims.who_opposes_whom(reading(relations=rows))
    assert "Chile and Cuba, and Chile and Peru are opposed in 2 paragraphs each" in claim.statement
    assert claim.evidence[0].text == "Cuba hit Chile"


def test_opposition_has_a_direction():
    rows = reading(relations=[relation("Peru", "Chile", -1, p) for p in (1, 2, 3)])
    claim = claims.acts_against(rows)
    assert (
        claim.outcome == "Peru | Chile"
        and "Most opposition comes from Peru, in 3 paragraphs (¶1, 2, 3). Most is aimed at Chile" in claim.statement
    )
    assert "Peru against Chile in ¶1, 2, 3" in claims.who_opposes_whom(rows).statement


def test_in_whose_voice_opposition_is_stated():
    rows = [relation("Peru", "Chile", -1, p, voice="Cuba" if p == 1 else "author") for p in range(1, 6)]
    claim = claims.opposition_by_voice(reading(relations=rows))
    assert claim.value == 0.8 and "makes 4 itself (80%)" in claim.statement
    assert "Peru against Chile in the words of Cuba (¶1)" in claim.statement
    alone = claims.opposition_by_voice(reading(relations=[row | {"voice": "author"} for row in rows]))
    assert not alone.met and "the article's own" in alone.statement


@pytest.mark.parametrize(
    "rows, outcome",
    [
        ([relation("Peru", "Chile", 1, p) for p in (1, 2)], "not enough to say"),  # the opening says so itself
        ([relation("Peru", "Chile", 1, p) for p in (2, 3)], "Chile–Peru"),
        ([relation("Peru", "Chile", s, p) for s, p in ((1, 2), (1, 3), (-1, 4), (-1, 5))], "not enough to say"),
    ],
)
def test_who_supports_whom(rows, outcome):
    assert claims.who_supports_whom(reading(relations=rows)).outcome == outcome


def test_camps_friends_within_foes_across():
    ends = [("A", "B", 1), ("C", "D", 1), ("A", "C", -1), ("B", "D", -1), ("A", "D", -1)]
    rows = [relation(*end) for end in ends]
    claim = claims.camps(reading(relations=rows))
    assert claim.value == (("A", "B"), ("D", "C")) and "All 5 ties fit one division" in claim.statement
    critic = claims.camps(reading(relations=[*rows, relation("critics", "A", -1)]))
    assert critic.value == claim.value  # tied once, so put into no camp


def test_no_camps_of_what_nobody_reviewed_and_of_what_fits_twice():
    found = reading(relations=[relation(*end) for end in [("A", "B", 1), ("B", "C", 1), ("A", "C", -1)]])
    assert "so nobody is put into a camp" in claims.camps(found).statement and not claims.camps(found).met
    found = replace(found, relations=found.relations.assign(origin="machine", sure=0.9))
    assert not claims.camps(found).met


def test_a_word_for_several_counts_in_equal_parts():
    mentions = [{"actor": "Peru", "start": i} for i in range(4)] + [
        {"actor": "Cuba", "start": 50 + i} for i in range(3)
    ]
    mentions += [{"actor": who, "start": 90 + i} for i in range(3) for who in ("Chile", "Bolivia", "Haiti")]
    found = reading(mentions=[mention | {"end": mention["start"] + 1} for mention in mentions])
    assert claims.main_actors(found).outcome == "Peru, Cuba" and claims.main_actors(found).n == 10


def test_in_news_of_one_country_the_actors_are_counted_and_not_the_country():
    mentions = [{"actor": who, "party": "Peru", "start": i} for i, who in enumerate(["Ana"] * 5 + ["Luis"] * 3)]
    mentions += [{"actor": "Cuba", "start": 50 + i} for i in range(3)]
    claim = claims.main_actors(reading(mentions=[mention | {"end": mention["start"] + 1} for mention in mentions]))
    assert claim.outcome == "Ana, Cuba, Luis" and "Peru" not in claim.statement


@pytest.mark.parametrize("paragraphs, met", [(2, False), (3, True)])
def test_a_frame_of_two_paragraphs_is_no_frame_of_the_article(paragraphs, met):
    rows = [{"paragraph": i, "conflict": float(i <= paragraphs)} for i in range(1, 9)]
    claim = claims.dominant_frame(reading("\n\n".join(["It rained."] * 8), frames=rows))
    assert claim.met == met and ("too few to say which frame is built" in claim.statement) != met


def together(text):
    """Mentions of names in a text of sentences of one paragraph."""
    article, rows = from_text(text), []
    for sentence in article.sentences.itertuples():
        for name in ("Peru", "Chile", "Cuba"):
            at = sentence.text.find(name)
            if at >= 0:
                place = {"start": sentence.start + at, "end": sentence.start + at + len(name)}
                rows.append({"actor": name, "sentence": sentence.sentence, "text": name} | place)
    return reading(text, mentions=rows)


def test_who_is_kept_apart():
    found = together("Peru rose. " * 12 + "Chile fell. " * 12 + "Peru fell.")
    claim = claims.never_together(found)
    assert claim.outcome == "Chile–Peru" and "share none, where chance would give" in claim.statement
    assert not claims.never_together(together("Peru met Chile. " * 6 + "Peru rose. Chile fell. " * 3)).met


@pytest.mark.parametrize("phrase, met", [("Peru and Chile fell. ", False), ("Peru met Chile there. ", True)])
def test_a_set_phrase_puts_nobody_together(phrase, met):
    claim = claims.cooccurrence_top(together(phrase * 6 + "It rained. " * 20))
    assert claim.met == met and ("a list or one word names both" in claim.statement) != met


def test_whom_a_capital_stands_for():
    mentions = [{"actor": "Peru", "start": i, "kind": "metonym", "text": "Lima"} for i in range(10)]
    mentions += [{"actor": "Chile", "start": 50 + i} for i in range(10)]
    found = reading(mentions=[mention | {"type": "state", "end": mention["start"] + 1} for mention in mentions])
    claim = claims.called_by_capital(found)
    assert claim.outcome == "Peru" and "for Peru 10 times (Lima) and never for Chile" in claim.statement


@pytest.mark.parametrize(
    "tones, outcome", [([-1] * 5, "negative"), ([1] * 5, "positive"), ([1, -1, 0, 1, -1], "mixed")]
)
def test_tone(tones, outcome):
    rows = [{"paragraph": number, "tone": tone, "score": float(tone)} for number, tone in enumerate(tones, 1)]
    assert claims.tone_overall(reading(tone=rows)).outcome == outcome


def test_who_is_shown_to_their_discredit():
    rows = [
        {"actor": actor, "paragraph": p, "valence": v, "text": "Peru", "end": 4}
        for actor, signs in {"Peru": [-1] * 5, "Chile": [1] * 5, "Cuba": [-1, 0, 0]}.items()
        for p, v in enumerate(signs, 1)
    ]
    found = reading(portrayal=rows)
    claim = claims.shown_to_discredit(found)
    assert claim.outcome == "Peru" and "in 5 of the 5 paragraphs that mention it" in claim.statement
    assert claims.shown_favourably(found).outcome == "Chile"
    found = replace(found, portrayal=found.portrayal.assign(origin="machine", sure=0.9))
    assert not claims.shown_to_discredit(found).met and "a review can" in claims.shown_to_discredit(found).statement


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
    assert claim.heading == "Who leads" and repr(claim).startswith("Who leads\n")
    assert "A &lt; B &amp; C." in claim._repr_html_() and "<b>a" not in claim._repr_html_()
    assert "¶3 “" in repr(claim) and ".20 to .80" in repr(claim)
    table = claims.Findings((claim,))
    assert "&lt;b&gt;a|b*" in table._repr_html_() and table._repr_html_().count("<tr") == table._repr_html_().count(
        "</tr>"
    )
    assert "by machine alone" in repr(table) and "x" not in re.findall(r"\w+", repr(table))
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
    shown = checked.markdown
    assert "The words of *this* passage." in shown and "must not be shown" not in shown and "Loose words" not in shown
    assert (
        "*Who is named most:* not Peru; found: Peru" in shown
        and "no such finding" in shown
        and "No premise is given" in shown
    )
    assert "*Who the main actors are:* met; found: not enough to say" in shown


ROWS = """## Rows
premises:
- {premise}

The words.
"""


@pytest.mark.parametrize(
    "premise, held",
    [
        ("Peru → Chile −1 in ¶1, 2", True),
        ("Fujimori -> Chile -1 in ¶2", True),
        ("Peru → Chile −1 in ¶1, 2, in the article's own voice", False),
        ("Peru → Chile −1 in ¶1, in the voice of Cuba", True),
        ("Peru → Chile −1 in ¶1, 3", False),
        ("Peru → Chile +1 in ¶1", False),
        ("Chile → Peru −1 in ¶1", False),
        ("Peru attacks Chile", False),
    ],
)
def test_a_premise_may_be_rows(tmp_path, premise, held):
    rows = [relation("Fujimori", "Chile", -1, p, "Cuba" if p == 1 else "author", source_party="Peru") for p in (1, 2)]
    (tmp_path / "reading.md").write_text(ROWS.format(premise=premise), encoding="utf-8")
    (passage,) = claims.check(tmp_path / "reading.md", (), reading(relations=rows))
    assert passage.held == held and ("The words." in passage.markdown) == held
    assert claims.check(tmp_path / "reading.md", ()).passages[0].held is False


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory):
    """The article of the series with the review that its coding gives, filed in a copy of its folder."""
    folder = tmp_path_factory.mktemp("seeds") / "xi-putin-2021"
    shutil.copytree(SEEDS / "xi-putin-2021", folder, ignore=shutil.ignore_patterns("review"))
    article = read_article(folder)
    machine = framing.read(article, review=False)
    (folder / "review").mkdir()
    for coder in "AB":
        coded = agreement.coding(folder / "coding", article, coder=coder)
        text = review.from_coding(machine, coded, coder=coder, version="test")
        (folder / "review" / f"{coder}.csv").write_text(text, encoding="utf-8")
    return framing.read(read_article(folder))


def test_the_series_says_nothing_that_is_known_to_be_false(reviewed):
    found = claims.findings(reviewed)
    stated = {claim.name: claim for claim in found if claim.met}
    gone = {"strongest_negative_tie", "balance_camps", "most_negative_portrayal", "antagonists", "innocents"}
    assert not gone & {claim.name for claim in found}
    assert stated["who_opposes_whom"].outcome == "China–United States"
    assert stated["who_opposes_whom"].reliability == "reviewed by A and B" and stated["who_opposes_whom"].beside
    assert stated["main_actors"].outcome == "Russia, China, United States"
    assert stated["never_together"].outcome == "China–Ukraine" and "(¶1)" in stated["never_together"].statement
    assert "China" not in stated["shown_to_discredit"].outcome
    assert "cooccurrence_top" not in stated and "who_supports_whom" not in stated
    assert not re.search(r"\b[a-z]+_[a-z]+\b", repr(found) + found._repr_html_().replace("&", ""))
    camps = claims.camps(reviewed)
    assert not camps.met or not any({"Russia", "Kremlin critics"} <= {*camp} for camp in camps.value)


def test_roles_of_the_series_are_read_from_deeds_and_not_from_what_is_done(reviewed):
    for read in (reviewed, reviewed.machine):
        roles = dict(zip(read.roles["actor"], read.roles["role"]))
        assert roles["Ukraine"] != "antagonist"
    assert dict(zip(reviewed.roles["actor"], reviewed.roles["role"]))["the West"] != "innocent"


def test_the_coders_set_two_pairs_level(seed):
    claim = claims.who_opposes_whom(seed)
    assert claim.value == ("China–United States", "Russia–United States") and claim.n == 7
    assert claims.main_actors(seed).outcome == "Russia, China, United States"


def test_the_close_reading_of_the_series_holds_on_what_was_reviewed(reviewed):
    checked = claims.check(reviewed.article.beside("reading.md"), claims.findings(reviewed), reviewed)
    assert len(checked) and all(passage.premises for passage in checked)
    assert [passage.title for passage in checked if not passage.held] == []


def test_side_by_side():
    one, two = (claims.Findings((claims.Claim("x", "who", "so", value, 9, "names"),)) for value in ("Peru", "Chile"))
    assert claims.side_by_side({"one": one, "two": two}).values.tolist() == [["Who", "Peru", "Chile", False]]


def test_several_articles_are_compared_by_name(seed):
    table = claims.compare(seed, reading(), only=[claims.main_actors])
    assert table.columns.tolist() == ["finding", seed.article.name, "text", "agree"]
    assert table.iloc[0].tolist()[2:] == ["not enough to say", False]
