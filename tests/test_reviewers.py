"""The machine against those who reviewed an article, and two reviewers against each other: figures done by hand."""

import pytest

from analysis import agreement, framing, review
from analysis.article import read_article

TEXT = "Russia condemned Ukraine.\n\nPeru thanked Cuba.\n\nIt rained on Monday.\n\nBerlin sued Paris."
ADDED = {
    "layer": "stance",
    "verdict": "add",
    "paragraph": 3,
    "start": TEXT.index("It"),
    "end": TEXT.index("Monday"),
    "source": "Peru",
    "target": "Russia",
    "stance": -1,
    "blind": 1,
}


@pytest.fixture
def article(tmp_path):
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    return read_article(tmp_path)


@pytest.fixture
def machine(article):
    return framing.read(article, encoder=False, review=False)


def judged(machine, source, verdict, **more):
    row = machine.relations.set_index("source").loc[source]
    place = {column: row[column] for column in ("paragraph", "start", "end", "text", "target", "stance", "voice")}
    key = review.key("stance", dict(row) | {"source": source})
    return {"layer": "stance", "row": key, "verdict": verdict, "source": source, "blind": 1} | place | more


def filed(article, coder, *rows):
    lines = [",".join(review.COLUMNS)]
    lines += [",".join(f'"{row.get(column, "")}"' for column in review.COLUMNS) for row in rows]
    review.save("\n".join(lines), coder=coder, article=article)
    return framing.read(article, encoder=False)


def figure(table, **of):
    for column, value in of.items():
        table = table[table[column] == value]
    return table.iloc[0]


def test_precision_is_the_share_kept_and_recall_counts_only_what_was_coded_blind(article, machine):
    rows = [
        judged(machine, "Russia", "keep"),
        judged(machine, "Peru", "reject"),
        ADDED,
        ADDED | {"blind": 0, "end": 50},
    ]
    table = agreement.against_reviewer(filed(article, "me", *rows))
    assert figure(table, measure="precision")[["value", "n"]].tolist() == [0.5, 2]
    assert figure(table, measure="recall")[["value", "n"]].tolist() == [0.5, 2]


def test_without_a_review_there_is_nothing_to_compare(machine):
    assert agreement.against_reviewer(machine).empty and agreement.between_reviewers(machine).empty


def test_reviewers_who_say_the_same_agree_fully_and_those_who_say_the_opposite_do_not(article, machine):
    mine = [judged(machine, "Russia", "keep"), judged(machine, "Peru", "reject"), ADDED]
    filed(article, "A", *mine)
    alike = agreement.between_reviewers(filed(article, "B", *mine))
    assert set(alike["value"]) == {1.0} and set(alike["measure"]) == {"verdicts", "additions", "pairs"}
    other = [judged(machine, "Russia", "reject"), judged(machine, "Peru", "keep")]
    apart = agreement.between_reviewers(filed(article, "B", *other))
    assert figure(apart, measure="verdicts")["value"] < 0 and figure(apart, measure="additions")["value"] == 0


def test_a_pair_that_neither_reviewer_relates_counts_as_agreement(article, machine):
    kept = judged(machine, "Russia", "keep")
    filed(article, "A", kept)
    table = agreement.between_reviewers(filed(article, "B", kept))
    assert figure(table, measure="pairs")["n"] == 2  # Russia against Ukraine, and Ukraine's silence


def test_a_passage_that_a_coder_marked_as_unreadable_stands_in_the_review_of_the_series():
    reading = framing.read(read_article("xi-putin-2021"), encoder=False)
    marked = review.trail(reading).query("layer == 'unreadable passages'")
    assert any("everything is retracted" in text for text in marked["text"])
