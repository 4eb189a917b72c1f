"""Coded articles of ordinary news: tables of places and labels that are read beside the very text that was coded."""

import pandas as pd
import pytest

from analysis.training import coded_news, ordinary

TEXT = "Ann Lee sued the bank. She won.\n\nThe bank said it would appeal."
TABLES = {
    "actors": "actor,party\nAnn Lee,Ann Lee\nbank,bank\n",
    "mentions": "paragraph,text,occurrence,actor,kind\n"
    "1,Ann Lee,1,Ann Lee,name\n1,She,1,Ann Lee,pronoun\n2,it,1,bank,pronoun\n",
    "quotes": "paragraph,speaker,cue,type,content\n2,bank,said,indirect,it would appeal\n",
    "stance": "paragraph,source,target,stance,expression,voice,evidence\n"
    "1,Ann Lee,bank,-1,verbal,author,sued the bank\n",
    "portrayal": "paragraph,actor,valence\n1,Ann Lee,1\n",
    "tone": "paragraph,tone\n1,-1\n2,0\n",
    "frames": "paragraph,conflict,responsibility,human_interest,morality,economic\n1,1,0,0,0,0\n2,0,0,0,0,0\n",
    "roles": "actor,role\nAnn Lee,protagonist\n",
}
ABOUT = "title: Woman wins\ndate: 2020-01-01\nurl: https://example.org/wins\n"


@pytest.fixture
def packed(tmp_path, monkeypatch):
    folder = tmp_path / "A" / "2020-999"
    folder.mkdir(parents=True)
    (folder / "article.txt").write_text(TEXT, encoding="utf-8")
    (folder / "about.txt").write_text(ABOUT, encoding="utf-8")
    for name, table in TABLES.items():
        (folder / f"{name}.csv").write_text(table, encoding="utf-8")
    monkeypatch.setattr(coded_news, "TABLES", tmp_path / "news")
    coded_news.pack([folder], coded_news.TABLES)
    return folder


def test_a_coding_comes_back_with_its_words_from_the_text_it_was_made_on(packed):
    tables = coded_news.unpack(TEXT, "2020-999", "A")
    assert [(row["text"], row["occurrence"]) for row in tables["mentions"]] == [("Ann Lee", 1), ("She", 1), ("it", 1)]
    assert tables["quotes"][0]["content"] == "it would appeal"
    assert (tables["stance"][0]["evidence"], tables["stance"][0]["stance"]) == ("sued the bank", -1)


def test_the_tables_hold_places_and_no_sentence_of_the_text(packed):
    written = "\n".join(path.read_text(encoding="utf-8") for path in coded_news.TABLES.glob("*.csv"))
    assert "sued the bank" not in written and "would appeal" not in written


def test_another_text_than_the_coded_one_is_refused(packed):
    with pytest.raises(ValueError, match="2020-999: another text"):
        coded_news.unpack(TEXT + " ", "2020-999", "A")
    with pytest.raises(ValueError, match="not coded by 'Z'"):
        coded_news.unpack(TEXT, "2020-999", "Z")


def test_words_that_do_not_stand_in_their_paragraph_are_refused(packed):
    (packed / "quotes.csv").write_text(
        TABLES["quotes"].replace("it would appeal", "they would appeal"), encoding="utf-8"
    )
    with pytest.raises(ValueError, match="'they would appeal' does not stand there"):
        coded_news.pack([packed], packed.parent / "out")


def test_what_is_shipped_is_whole():
    articles = coded_news.read("articles")
    assert len(articles[["article", "coder"]].drop_duplicates()) == len(articles) >= 200
    known = set(zip(articles["article"], articles["coder"]))
    for name in list(coded_news.COLUMNS)[1:]:
        table = coded_news.read(name)
        assert set(zip(table["article"], table["coder"])) <= known, name
    assert articles.groupby("article")["held_out"].nunique().eq(1).all()
    assert articles.loc[articles["held_out"] == 1, "article"].map(coded_news.is_held_out).all()
    assert (articles["url"].str.startswith("https://en.wikinews.org/")).all()
    mentions = coded_news.read("mentions")
    assert (mentions["start"] < mentions["end"]).all() and pd.api.types.is_integer_dtype(mentions["start"])


def cast(article):
    """A cast with the coder's two actors, one by another name, and with one that no coder knows."""
    rows = [("Ann Lee", "Lee", 0, 7), ("bank", "bank", 17, 21), ("won", "won", 27, 30)]
    columns = ["text", "actor", "start", "end"]
    table = pd.DataFrame(rows, columns=columns).assign(kind="name", type="person", party="")
    return table.assign(paragraph=1)


def test_a_paragraph_is_asked_with_the_packages_mentions_and_with_the_coders(packed):
    first, second = ordinary.passages(packed.parent, cast=cast)["2020-999"]
    own, _, coders, plain = first
    assert plain.text == "Ann Lee sued the bank. She won."
    assert [[plain.text[slice(*span)] for span in spans] for spans in plain.spans] == [["Ann Lee", "She"]]
    assert (coders.answer.tone, coders.answer.portrayals, coders.answer.frames) == (-1, (1,), (1, 0, 0, 0, 0))
    lee, bank, won = range(3)
    assert own.answer.portrayals == (1, None, None)
    assert own.answer.relations == {
        (lee, bank): -1,
        (bank, lee): 0,
        (lee, won): 0,
        (won, lee): 0,
        (bank, won): 0,
        (won, bank): 0,
    }
    assert [form.answer.tone for form in second] == [0] * 4
