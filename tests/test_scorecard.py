import json

import pytest

from analysis import scorecard as card
from analysis.article import SEEDS, ArticleError
from analysis.training import scorecard


@pytest.fixture
def data(tmp_path):
    """A folder with a little of each set, in its makers' layout."""
    made = {
        "newsmtsc/rw-dev.jsonl": [
            {"sentence": f"Smith was {word} by all.", "from": 0, "to": 5, "polarity": sign}
            for word, sign in (("praised", 1), ("condemned", -1), ("seen", 0))
        ],
        "directed_sentiment/dev.jsonl": [
            {"text": "[Russi]a condemned [Ukraine].", "label": 3},
            {"text": "[Russia] was praised by [Ukraine].", "label": 2},
            {"text": "[Russia] lies near [Ukraine].", "label": 0},
            {"text": "[Russia alone.", "label": 1},
        ],
        "cameo/dev.json": [
            {"text": "Russia condemned Ukraine.", "stance": "oppose", "source": ["Russia"], "target": ["Ukraine"]},
            {"text": "Ukraine praised Russia.", "stance": "support", "source": ["Ukraine"], "target": ["Russia"]},
            {"text": "Russia met Peru.", "stance": "support", "source": ["Russia", "Cuba"], "target": ["Peru"]},
        ],
    }
    for name, rows in made.items():
        (tmp_path / name).parent.mkdir()
        text = json.dumps(rows) if name.endswith(".json") else "\n".join(json.dumps(row) for row in rows)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "vader_nyt").mkdir()
    (tmp_path / "vader_nyt" / "nytEditorialSnippets_GroundTruth.txt").write_text(
        "1\t-3.5\tThe war killed hundreds.\n2\t3\tA wonderful peace was agreed.\n3\t0\tThe bus stops here.\n",
        encoding="utf-8",
    )
    (tmp_path / "narrative_frames").mkdir()
    (tmp_path / "narrative_frames" / "articles.tsv").write_text(
        "ID\ttext\tRE\tHI\tCO\tMO\tEC\n1\tThey attacked and accused each other.\tFalse\tFalse\tTrue\tFalse\tFalse\n"
        "2\tPrices and wages rose in the market.\tFalse\tFalse\tFalse\tFalse\tTrue\n",
        encoding="utf-8",
    )
    return tmp_path


def test_every_set_is_measured_by_every_instrument(data):
    table = scorecard.measure(data, encoder=False, resamples=20)
    sets = table.groupby("set", sort=False)["instrument"].agg(set)
    assert sets["newsmtsc rw-dev"] == {"textblob", "vader", "rules"}
    assert sets["directed_sentiment, held out"] == {"vader, words between", "rules"}
    assert sets["narrative_frames, held out"] == {"rules"}
    measured = table.dropna(subset=["value"])
    assert measured["value"].between(-1, 1).all() and measured["tuned_on"].str.len().gt(0).all()
    assert list(table.columns) == scorecard.COLUMNS and table["date"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()


def test_only_usable_rows_count(data):
    table = scorecard.measure(data, encoder=False, resamples=20)
    n = table.drop_duplicates("set").set_index("set")["n"]
    assert (
        n["directed_sentiment, held out"],
        n["cameo, single dyads"],
        n["newsmtsc rw-dev"],
        n["newsmtsc mt-dev"],
    ) == (3, 2, 3, 0)


def test_the_rules_read_plain_sentences(data):
    table = scorecard.measure(data, encoder=False, resamples=20).set_index(["set", "instrument"])["value"]
    assert table["directed_sentiment, held out", "rules"] == 1
    assert table["cameo, single dyads", "rules"] == 1


def test_what_is_missing_is_listed(tmp_path):
    table = scorecard.measure(tmp_path, encoder=False)
    assert set(table["set"]) == {
        "newsmtsc",
        "directed_sentiment",
        "cameo",
        "vader_nyt",
        "narrative_frames",
        "coded articles",
    }
    assert (table["remark"] == "not there").all() and table["value"].isna().all()


def test_coded_articles(tmp_path):
    folder = tmp_path / "gold" / "xi-putin-2021"
    folder.mkdir(parents=True)
    (folder / "article.txt").write_bytes((SEEDS / "xi-putin-2021" / "article.txt").read_bytes())
    for path in (SEEDS / "xi-putin-2021" / "coding").glob("*.csv"):
        (folder / path.name).write_bytes(path.read_bytes())
    table = scorecard.measure(tmp_path, encoder=False, resamples=20)
    rows = table[table["set"] == "coded article xi-putin-2021"].set_index("measure")
    assert set(rows["tuned_on"]) == {"tuned on"} and rows.at["tone, macro-F1", "n"] == 21
    assert rows.at["frames.micro, F1", "constant"] == pytest.approx(0.714, abs=0.001)


def test_the_committed_table_is_read_in_parts():
    whole, tone = card.committed(articles=True), card.committed(("tone",))
    assert len(whole) and set(whole["measure"].str.contains("tone")) == {True, False}
    assert tone["measure"].str.contains("tone").all() and not tone["set"].str.startswith("coded article ").any()


def test_without_a_committed_table(monkeypatch, tmp_path):
    monkeypatch.setattr(card, "COMMITTED", tmp_path / "none.csv")
    assert card.committed().empty


@pytest.mark.parametrize(
    "name, content, complaint",
    [
        ("newsmtsc/rw-dev.jsonl", "{}\n{", "newsmtsc/rw-dev.jsonl line 1: sentence is None, not str; copy"),
        ("newsmtsc/rw-dev.jsonl", "\n{", "rw-dev.jsonl line 2: no JSON; copy the file anew"),
        (
            "newsmtsc/rw-dev.jsonl",
            '{"sentence": "Xi left.", "from": 0, "to": 2, "polarity": "bad"}',
            "line 1: polarity is 'bad', not Real",
        ),
        ("directed_sentiment/dev.jsonl", "[]", "directed_sentiment/dev.jsonl line 1: text is missing"),
        ("cameo/dev.json", "{", "cameo/: not as its makers publish it"),
        ("cameo/dev.json", '[{"text": 1}]', "cameo/: not as its makers publish it"),
        ("vader_nyt/nytEditorialSnippets_GroundTruth.txt", "1\thigh\tThe war.", "vader_nyt/: not as its makers"),
        ("narrative_frames/articles.tsv", "ID\ttext\n1\tWar.", "narrative_frames/: not as its makers"),
    ],
)
def test_a_set_that_is_not_as_its_makers_publish_it_is_named(data, name, content, complaint):
    (data / name).write_text(content, encoding="utf-8")
    with pytest.raises(ArticleError, match=complaint) as fault:
        scorecard.measure(data, encoder=False, resamples=20)
    assert "\n" not in str(fault.value)
