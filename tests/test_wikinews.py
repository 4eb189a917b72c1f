"""The shipped corpus: its texts, its counts, and what is estimated from them."""

import dataclasses
import hashlib
import json

import numpy as np
import pandas as pd
import pytest

from analysis import corpus, encoder, figures
from analysis.corpus.loading import SHIPPED
from analysis.training import coded_news

READ_AGAIN = 3  # articles, the shortest: each takes a second or more


@pytest.fixture(scope="module")
def news():
    return corpus.load()


def test_each_article_is_attributed_and_is_the_text_that_was_coded(news):
    assert len(news.articles) >= 250 and news.articles["id"].is_unique
    assert news.articles["url"].str.startswith("https://en.wikinews.org/wiki/").all()
    assert (news.articles["licence"] == "CC BY 2.5").all() and (news.articles["title"] != "").all()
    known = coded_news.read("articles").drop_duplicates("article").set_index("article")["sha256"]
    texts = news.articles[news.articles["id"].isin(known.index)]["text"]
    assert {key: hashlib.sha256(text.encode()).hexdigest() for key, text in texts.items()} == known.to_dict()


def test_the_shipped_counts_are_those_that_the_machine_makes_now(news):
    if not encoder.available():
        pytest.skip("the counts were made with the encoder")
    short = news.articles["text"].str.len().nsmallest(READ_AGAIN).index
    rows = news.articles.loc[short, ["id", "date", "outlet", "text"]].to_dict("records")
    read = {row["id"]: corpus.reading._read(corpus.Entry("", **row), True) for row in rows}
    tables = corpus.led(corpus.joined(read.items()), news.articles["date"].to_dict())
    remake = "the machine reads otherwise now: make wikinews"
    assert corpus.by_article(tables, short).equals(news.machine.loc[short]), remake
    shipped = news.parties[news.parties["id"].isin(short)].reset_index(drop=True)
    assert corpus.by_party(tables).astype(str).equals(shipped.astype(str)), remake


def test_the_shipped_counts_name_the_encoder_that_made_them():
    said = json.loads((SHIPPED / "manifest.json").read_text(encoding="utf-8"))
    sums = dict(reversed(line.split()) for line in (encoder.FILES / "SHA256SUMS").read_text().splitlines())
    assert said["encoder"] == f"sha256 {sums['encoder.onnx']}", "another encoder is shipped now: make wikinews"
    assert said["articles"] == len(corpus.load().articles) and said["failures"] == 0


def test_the_coded_counts_are_those_of_the_coded_news(news):
    tone = coded_news.read("tone", coder="A")
    tone = tone[
        tone["article"].isin(coded_news.read("articles").drop_duplicates("article").query("coder == 'A'")["article"])
    ]
    bad = tone[tone["tone"] == -1].groupby("article").size()
    both = news.reference.loc[sorted(set(tone["article"])), "bad"]
    assert both[both > 0].to_dict() == bad.to_dict()


def test_corrected_figures_hold_what_all_codings_give_and_the_machine_alone_does_not(news):
    tried = corpus.trial(news, runs=60).set_index("figure")
    assert (tried["corrected"] > 0.88).mean() > 0.9
    assert (tried["machine"] == 0).any()
    assert (tried["width"] < 1).mean() > 0.8


def test_no_difference_is_told_that_all_codings_deny(news):
    late = news.articles["date"] >= "2020"
    truth = corpus.estimates(dataclasses.replace(news, coded=news.reference), between=late).set_index("figure")
    said = corpus.changed(corpus.estimates(news, between=late), "2020", "2019")
    for sentence in said[:-1]:
        for figure in (name for name in truth.index if f"{name} (" in sentence):
            assert (truth.at[figure, "corrected"] > 0) == sentence.startswith("More"), sentence
    assert said[-1].startswith("No difference is shown in")


def test_every_figure_is_told_with_its_interval_and_rare_ones_are_not(news):
    said = corpus.told(corpus.estimates(news, ["bad news"]))
    assert len(said) == 1 and said[0].count("%") == 7 and "the machine alone counts" in said[0]
    rare = corpus.parties(news, "opposed", most=200).tail(1)
    assert np.isnan(rare["corrected_low"].iloc[0]) and corpus.told(rare)[0].startswith("No figure can be given for")


def test_a_corpus_without_codings_is_loaded_and_claims_nothing(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "one.txt").write_text("Cuba condemned Peru. Chile said it rained.", encoding="utf-8")
    corpus.write(tmp_path / "texts", tmp_path / "out", workers=1, encoder=False, ending="csv.gz")
    mine = corpus.load(tmp_path / "out")
    assert corpus.findings(mine) == ["No article of this corpus is coded: what the machine alone counts is no finding."]
    assert corpus.estimates(mine).empty or corpus.estimates(mine)["corrected_low"].isna().all()
    assert corpus.trial(mine).empty
    assert "one" in figures.squares(mine.parties, mine.articles, by="party").data


def test_what_a_person_reviewed_corrects_the_machine(tmp_path):
    """Of drawn articles each is reviewed by one who strikes out every report of speech."""
    from analysis import framing, read_article, review

    (tmp_path / "texts").mkdir()
    for n in range(12):
        said = "Chile said it rained. Cuba condemned Peru." if n % 2 else "Peru slept."
        (tmp_path / "texts" / f"{n}.txt").write_text(f"{said} It was day {n}.", encoding="utf-8")
    corpus.write(tmp_path / "texts", tmp_path / "out", workers=1, encoder=False, ending="csv.gz")
    drawn = corpus.sample(tmp_path / "texts", 9, out=tmp_path / "drawn")
    for folder in drawn["folder"]:
        article = read_article(folder)
        quotes = framing.read(article, encoder=False, review=False).quotes
        common = {"layer": "quotes", "coder": "me", "verdict": "reject", "sha256": review.fingerprint(article)}
        rows = [common | {"row": review.key("quotes", row), "paragraph": 1} for row in quotes.to_dict("records")]
        keys = ["start", "end", "text", "speaker", "cue", "type"]
        rows = [one | {key: row[key] for key in keys} for one, row in zip(rows, quotes.to_dict("records"))]
        text = pd.DataFrame(rows, columns=review.COLUMNS).to_csv(index=False)
        review.save(text, coder="me", article=article)
    mine = corpus.load(tmp_path / "out", tmp_path / "drawn")
    assert set(mine.coded.index) == set(drawn["id"]) and mine.coded["statements"].sum() == 0
    assert mine.machine["statements"].sum() == 6 and "bad" not in mine.coded


def test_a_larger_sample_keeps_the_smaller_and_every_article_has_the_same_chance():
    ids = [f"a{n}" for n in range(50)]
    assert corpus.drawn(ids, 20)[:8] == corpus.drawn(ids, 8)
    times = pd.Series([name for seed in range(400) for name in corpus.drawn(ids, 10, seed=seed)]).value_counts()
    assert len(times) == 50 and times.between(50, 110).all()  # 80 expected, 8 the standard deviation


def test_a_square_leads_to_its_article_and_nowhere_else():
    articles = pd.DataFrame({"id": ["a", "b"], "title": ["<b>Cuba</b>", "Peru"], "date": ["2020-01-02", "2020-02-02"]})
    articles = articles.assign(url=["https://x.org/?a=1&b=2", "javascript:alert(1)"], topic="politics")
    page = figures.squares(
        pd.DataFrame({"id": ["a", "b"], "party": "Cuba", "stated": [1, 0]}), articles, by="party"
    ).data
    assert 'href="https://x.org/?a=1&amp;b=2"' in page and "javascript" not in page and "<b>" not in page
    assert page.count("■") == 1 and page.count("□") == 1
    months = figures.calendar(articles, pd.Series({"a": True, "b": False})).data
    assert months.count("<a ") == 1 and "J<br>2020" in months
