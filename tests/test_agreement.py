import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis import agreement
from analysis.article import SEEDS, ArticleError, from_text, read_article

TEXT = (
    "Peru praised Cuba. Peru said: “We agree.”\n\nThe Peruvians attacked Chile. It was bad.\n\nChile and Cuba talked."
)


@pytest.fixture(scope="module")
def seed():
    article = read_article("xi-putin-2021")
    return agreement.coding(SEEDS / "xi-putin-2021" / "coding", article)


def coded(tmp_path, **tables):
    """A folder of coded tables: each a header and rows as text, columns parted by |."""
    for name, text in tables.items():
        rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
        pd.DataFrame(rows[1:], columns=rows[0]).to_csv(tmp_path / f"{name}.csv", index=False)
    return agreement.coding(tmp_path, from_text(TEXT))


MENTIONS = """paragraph|text|occurrence|actor|kind|coders
1|Peru|1|Peru|name|AB
1|Cuba|1|Cuba|name|AB
2|The Peruvians|1|Peru|demonym|AB
2|Chile|1|Chile|name|A
3|Cuba|1|Cuba|name|AB"""
ACTORS = "actor|party\nPeru|Peru\nCuba|Cuba\nChile|Chile"


def value(table, measure, column="value"):
    return table.set_index("measure").at[measure, column]


def with_tables(base, **tables):
    names = ("mentions", "quotes", "relations", "tone", "portrayal", "frames", "roles", "actors", "article")
    return SimpleNamespace(**{name: getattr(base, name) for name in names} | tables)


def test_a_coding_agrees_with_itself(seed):
    table = agreement.score(seed, seed, resamples=50)
    asked = table[
        ~table["measure"].isin(["tone", "portrayal", "roles"])
    ]  # there, both coders' differing rows are in the prediction
    assert (asked["value"] == 1).all()


def test_every_coded_span_is_traced(seed):
    raw = seed.article.raw
    for table in (seed.mentions, seed.quotes, seed.relations):
        assert len(table) and all(raw[row.start : row.end] == row.text for row in table.itertuples())


def test_mentions_by_hand(tmp_path):
    gold = coded(tmp_path, mentions=MENTIONS, actors=ACTORS)
    table = gold.mentions
    extra = table.iloc[[0]].assign(start=TEXT.index("talked"), end=TEXT.index("talked") + 6, paragraph=3)
    mine = with_tables(gold, mentions=pd.concat([table[table["text"].isin(["Peru", "The Peruvians", "Chile"])], extra]))
    scored = agreement.score(mine, gold)
    # asked for 4 (Chile is one coder's alone), found 2; given 4 (Chile is allowed, "talked" is wrong), right 3
    assert value(scored, "mentions.named", "recall") == 2 / 4
    assert value(scored, "mentions.named", "precision") == 3 / 4
    assert value(scored, "mentions.named") == pytest.approx(2 * 0.5 * 0.75 / 1.25)
    assert value(scored, "mentions.pronoun") == 1  # none asked for, none given


def test_the_leading_article_does_not_count(tmp_path):
    gold = coded(tmp_path, mentions=MENTIONS, actors=ACTORS)
    mine = gold.mentions.assign(start=gold.mentions["start"] + 4 * gold.mentions["text"].str.startswith("The "))
    assert value(agreement.score(with_tables(gold, mentions=mine), gold), "mentions.all") == 1


def test_another_name_for_an_actor_is_aligned_by_its_spans(tmp_path):
    gold = coded(tmp_path, mentions=MENTIONS, actors=ACTORS)
    renamed = gold.mentions.assign(actor=gold.mentions["actor"].replace("Cuba", "Havana government"))
    assert value(agreement.score(with_tables(gold, mentions=renamed), gold), "mentions.all") == 1


STANCE = """paragraph|source|target|stance|expression|voice|evidence|coders
1|Peru|Cuba|1|verbal|author|praised|AB
2|Peru|Chile|-1|material|author|attacked|AB
3|Chile|Cuba|1|verbal|author|talked|A
3|Chile|free trade|1|verbal|author|talked|AB"""


@pytest.mark.parametrize(
    "rows, f1",
    [
        ([(1, "Peru", "Cuba", 1), (2, "Peru", "Chile", -1)], 1.0),
        ([(1, "Peru", "Cuba", 1)], 2 / 3),
        ([(1, "Peru", "Cuba", -1), (2, "Peru", "Chile", -1)], 1 / 2),
        ([(1, "Cuba", "Peru", 1), (2, "Peru", "Chile", -1)], 1 / 2),
        (
            [(1, "Peru", "Cuba", 1), (2, "Peru", "Chile", -1), (3, "Chile", "Cuba", 1)],
            1.0,
        ),  # one coder's row is no error
        ([], 0.0),
    ],
)
def test_stance_by_hand(tmp_path, rows, f1):
    gold = coded(tmp_path, mentions=MENTIONS, actors=ACTORS, stance=STANCE)
    mine = pd.DataFrame(rows, columns=["paragraph", "source", "target", "stance"]).assign(
        target_type="actor", voice="author", counted=True
    )
    assert value(agreement.score(with_tables(gold, relations=mine), gold), "stance.paragraph") == pytest.approx(f1)


def test_relations_that_do_not_count_are_not_scored(tmp_path):
    gold = coded(tmp_path, mentions=MENTIONS, actors=ACTORS, stance=STANCE)
    denied = gold.relations.assign(stance=-gold.relations["stance"], counted=False)
    scored = agreement.score(with_tables(gold, relations=pd.concat([gold.relations, denied])), gold)
    assert value(scored, "stance.paragraph") == 1


def test_tone_by_hand(tmp_path):
    gold = coded(
        tmp_path, mentions=MENTIONS, actors=ACTORS, tone="paragraph|tone|coders\n1|1|AB\n2|-1|AB\n3|0|A\n3|1|AB"
    )
    mine = pd.DataFrame({"paragraph": [1, 2, 3], "tone": [1, -1, -1]})
    scored = agreement.score(with_tables(gold, tone=mine), gold)
    assert value(scored, "tone") == pytest.approx(
        (2 / 3 + 2 / 3) / 2
    )  # 1: one of two found; -1: found, and once too often
    assert value(scored, "tone", "base") == pytest.approx((4 / 5 + 0) / 2)
    assert value(scored, "tone", "n") == 3


def test_frames_by_hand(tmp_path):
    head = "paragraph|conflict|responsibility|human_interest|morality|economic\n"
    gold = coded(tmp_path, mentions=MENTIONS, actors=ACTORS, frames=head + "1|1|0|0|0|1\n2|0|0|0|0|0")
    mine = gold.frames.assign(economic=[0.4, 0.6])
    scored = agreement.score(with_tables(gold, frames=mine), gold)
    assert value(scored, "frames.micro") == pytest.approx(2 * 1 / (2 * 1 + 1 + 1))
    assert value(scored, "frames.micro", "base") == pytest.approx(2 * 1 / (2 * 1 + 1 + 1))


def test_quotes_by_hand(tmp_path):
    quotes = "paragraph|speaker|cue|type|content|coders\n1|Peru|said|direct|“We agree.”|AB"
    gold = coded(tmp_path, mentions=MENTIONS, actors=ACTORS, quotes=quotes)
    for speaker, shift, found, right in (
        ("Peru", 0, 1, 1),
        ("Cuba", 0, 1, 0),
        ("Peru", 3, 1, 1),
        ("Peru", 40, 0, None),
    ):
        mine = gold.quotes.assign(speaker=speaker, start=gold.quotes["start"] + shift, end=gold.quotes["end"] + shift)
        scored = agreement.score(with_tables(gold, quotes=mine), gold).set_index("measure")
        assert scored.at["quotes.content@0.3", "value"] == found
        assert (
            math.isnan(scored.at["quotes.speaker_accuracy", "value"])
            if right is None
            else scored.at["quotes.speaker_accuracy", "value"] == right
        )


def test_intervals_hold_the_value_and_are_the_same_each_time(seed):
    mine = with_tables(seed, tone=seed.tone.assign(tone=-1), frames=seed.frames.assign(economic=1.0))
    one, two = (agreement.score(mine, seed, resamples=200) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
    ranged = one.dropna(subset=["low"])
    assert (ranged["low"] <= ranged["value"] + 1e-9).all() and (ranged["value"] <= ranged["high"] + 1e-9).all()
    assert value(one, "frames.micro", "low") < value(one, "frames.micro", "high")


def test_one_coder_against_the_other(seed):
    table = agreement.between(SEEDS / "xi-putin-2021" / "coding", seed.article, resamples=20)
    assert value(table, "mentions.all") == pytest.approx(0.99, abs=0.005)
    assert value(table, "stance.paragraph") == pytest.approx(0.96, abs=0.005)
    assert value(table, "roles") == pytest.approx(0.86, abs=0.005)


def test_a_coding_made_once_has_no_second_coder(tmp_path):
    coded(tmp_path, tone="paragraph|tone\n1|1")
    assert agreement.between(tmp_path, from_text(TEXT)).empty


# Krippendorff's own example (Computing Krippendorff's Alpha-Reliability, 2011, section D)
RATINGS = pd.DataFrame(
    {
        "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, np.nan, np.nan, np.nan],
        "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, np.nan, 3],
        "C": [np.nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, np.nan],
        "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, np.nan],
    }
)


@pytest.mark.parametrize("level, expected", [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_of_the_published_example(level, expected):
    assert agreement.alpha(RATINGS, level=level) == pytest.approx(expected, abs=0.0006)


@pytest.mark.parametrize(
    "first, second, expected",
    [
        ([1, 2], [2, 1], 1 - 1 / (2 / 3)),  # all four values differ in their unit; by chance 2/3 of the pairs would
        ([1, 1, 2, 2], [1, 2, 2, 2], 1 - (2 / 8) / (30 / 56)),
    ],
)
def test_alpha_by_hand(first, second, expected):
    assert agreement.alpha(pd.DataFrame({"A": first, "B": second})) == pytest.approx(expected)


@pytest.mark.parametrize(
    "ratings", [{"A": [], "B": []}, {"A": [1, 1], "B": [1, 1]}, {"A": [1, np.nan], "B": [np.nan, 2]}]
)
def test_alpha_that_cannot_be_told(ratings):
    assert math.isnan(agreement.alpha(pd.DataFrame(ratings, dtype=float)))


def test_misread_counts_every_paragraph(seed):
    table = agreement.misread(seed.article, seed, encoder=False).set_index("coded")
    assert table.to_numpy().sum() == agreement.instruments(seed.article, seed, encoder=False)["n"].iloc[0] == 21
    assert table.loc[-1].sum() == (seed.tone.query("coders == 'AB'")["tone"] == -1).sum()


def test_unknown_level():
    with pytest.raises(ValueError):
        agreement.alpha(RATINGS, level="ratio")


@pytest.mark.parametrize(
    "tables, complaint",
    [
        ({"mentions": "paragraph|actor|kind\n1|Peru|name"}, "mentions.csv line 1: no column text"),
        ({"mentions": "paragraph|text|actor|kind\n9|Peru|Peru|name"}, "mentions.csv line 2: text has no paragraph 9"),
        ({"mentions": "paragraph|text|actor|kind|occurrence\n1|Peru|Peru|name|one"}, "line 2: occurrence is 'one'"),
        ({"tone": "paragraph|tone\n1|bad"}, "tone.csv line 2: tone is 'bad', not a number"),
        ({"tone": "paragraph|tone\n1|"}, "tone.csv line 2: tone is '', not a number"),
        ({"tone": "paragraph|tone\none|1"}, "tone.csv line 2: paragraph is 'one', not a number"),
        ({"stance": "paragraph|source|target|stance|voice|evidence\n1|A|B|anti|author|x"}, "line 2: stance is 'anti'"),
    ],
)
def test_a_faulty_coding_is_one_line_with_file_line_and_column(tmp_path, tables, complaint):
    with pytest.raises(ArticleError, match=complaint):
        coded(tmp_path, **tables)


def test_a_coding_in_another_encoding_is_named(tmp_path):
    (tmp_path / "tone.csv").write_bytes("paragraph,tone,why\n1,1,é".encode("latin-1"))
    with pytest.raises(ArticleError, match="tone.csv line 2: not UTF-8; save it as UTF-8"):
        agreement.coding(tmp_path, from_text("Xi met Putin."))


def test_nothing_coded(tmp_path):
    empty = agreement.coding(tmp_path, from_text(""))
    assert agreement.score(empty, empty)["value"].dropna().isin([1.0, 0.0]).all()
    assert agreement.instruments(empty.article, empty).empty and agreement.misread(empty.article, empty).empty


def test_provenance_says_who_coded():
    assert "language-model coders" in agreement.PROVENANCE
