"""The article: offsets that always point into the raw file, repairs, sentences, and errors that say what to do."""

import re
import shutil

import pytest

from analysis import article

SEED = article.SEEDS / "xi-putin-2021"


def texts(sentences):
    return sentences["text"].tolist()


@pytest.mark.parametrize("repairs", [True, False])
def test_every_span_of_the_seed_indexes_the_raw_file(repairs):
    seed = article.read_article(SEED, repairs=repairs)
    for table in (seed.paragraphs, seed.sentences):
        for row in table.itertuples():
            assert seed.raw[row.start : row.end] == row.text
            assert seed.clean[row.clean_start : row.clean_end] == row.clean_text


def test_the_seed_is_kept_byte_for_byte():
    assert article.read_article("xi-putin-2021").raw.encode() == (SEED / "article.txt").read_bytes()


def test_a_repair_changes_what_is_read_and_not_where_it_stands():
    seed = article.read_article("xi-putin-2021")
    at = seed.clean.index("Pro-Russian rebels")
    row = seed.span(at, at + len("Pro-Russian rebels"))
    assert (row["text"], row["clean_text"]) == ("Pre-Russian rebels", "Pro-Russian rebels")


def test_boilerplate_is_a_paragraph_without_sentences():
    seed = article.read_article("xi-putin-2021", repairs=False)
    assert seed.paragraphs.query("kind == 'boilerplate'")["paragraph"].tolist() == [6]
    assert 6 not in set(seed.sentences["paragraph"])


@pytest.mark.parametrize(
    "text, kept, left_out",
    [
        ("Ministers met. All rights reserved.", ["Ministers met."], ["All rights reserved."]),
        (
            "The firm changed its privacy policy and its terms of use. Users sued.",
            ["The firm changed its privacy policy and its terms of use.", "Users sued."],
            [],
        ),
        (
            "“Download our app,” the bank said. Follow us on Twitter.",
            ["“Download our app,” the bank said."],
            ["Follow us on Twitter."],
        ),
        (
            "Xi spoke\nPutin listened\nPrivacy policy | Terms of use | Contact\nThey agreed.",
            ["Xi spoke\nPutin listened", "They agreed."],
            ["Privacy policy | Terms of use | Contact"],
        ),
        (
            "Xi spoke.\nSign up for our newsletter to get\nthe news first.\nPutin left.",
            ["Xi spoke.", "Putin left."],
            ["Sign up for our newsletter to get\nthe news first."],
        ),
    ],
)
def test_boilerplate_takes_its_own_sentence_or_line_and_no_more(text, kept, left_out):
    found = article.from_text(text)
    assert texts(found.sentences) == kept
    assert texts(found.left_out) == left_out
    assert all(row.text == text[row.start : row.end] for row in found.left_out.itertuples())


def test_an_article_without_blank_lines_loses_a_line_of_boilerplate_and_no_more():
    seed = article.read_article("xi-putin-2021", repairs=False)
    joined = article.from_text(re.sub(r"\n\s*\n", "\n", seed.raw) + "\nAll rights reserved.")
    assert len(joined.sentences) >= len(seed.sentences) - 5
    assert joined.left_out["cue"].tolist() == ["in your email", "all rights reserved"]
    assert joined.omission().endswith("words were left out as boilerplate, in ¶1.")


def test_repairs_mend_sentences_that_were_cut_in_two():
    joined = texts(article.read_article("xi-putin-2021").sentences)
    assert any("means. to put pressure" in sentence for sentence in joined)
    assert not any(sentence.startswith("Moscow.") for sentence in joined)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", []),
        ("   \n\n  ", []),
        ("Xi met Putin.", ["Xi met Putin."]),
        ("Mr. Putin met U.S. officials. They left.", ["Mr. Putin met U.S. officials.", "They left."]),
        ("He said: “Go.” She went.", ["He said: “Go.”", "She went."]),
        ('He said: "Go." She went.', ['He said: "Go."', "She went."]),
        ("One\r\n\r\nTwo", ["One", "Two"]),
        ("MOSCOW, Dec 15 (Reuters) - Xi met Putin.", ["Xi met Putin."]),
        ("contradictions and crises. .", ["contradictions and crises. ."]),
    ],
)
def test_sentences(text, expected):
    assert texts(article.from_text(text).sentences) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("date 2021-12-16 Chinese leader Xi spoke.", "2021-12-16"),
        ("Wednesday, March 26, 2008\n\nTroops landed.", "2008-03-26"),
        ("Dec. 16, 2021 - Xi met Putin.", "2021-12-16"),
        ("Xi met Putin on December 16, 2021 in Moscow.", "None"),
        ("2021-13-45 Xi met Putin.", "None"),
    ],
)
def test_the_date_comes_from_a_dateline_or_is_unknown(text, expected):
    assert str(article.from_text(text).date) == expected


def copy_of_seed(folder, **files):
    target = folder / "study"
    shutil.copytree(SEED, target)
    for name, content in files.items():
        (target / name.replace("_", ".")).write_text(content, encoding="utf-8")
    return target


@pytest.mark.parametrize(
    "row, complaint",
    [
        ("5,Putin has,1,Putin had,spelling\n5,has deployed,1,deployed,spelling", "overlaps"),
        ("5,no such words,1,x,spelling", "'no such words' is not in paragraph 5"),
        ("99,Putin,1,x,spelling", "no paragraph '99'"),
    ],
)
def test_a_faulty_repair_names_file_and_line(tmp_path, row, complaint):
    folder = copy_of_seed(tmp_path, repairs_csv="paragraph,raw,occurrence,repaired,reason\n" + row)
    with pytest.raises(article.ArticleError, match=rf"study/repairs.csv line \d+: .*{complaint}"):
        article.read_article(folder)


def test_a_bare_file_is_read_alone():
    alone = article.read_article(SEED / "article.txt")
    assert len(alone.repairs) == len(alone.aliases) == 0 and alone.raw == alone.clean


@pytest.mark.parametrize("data, complaint", [(b"\xff\xfe\x41", "not UTF-8"), (b"a\0b", "binary")])
def test_an_undecodable_file_is_an_error(tmp_path, data, complaint):
    (tmp_path / "bad.txt").write_bytes(data)
    with pytest.raises(article.ArticleError, match=complaint):
        article.read_article(tmp_path / "bad.txt")


def test_a_missing_article_names_the_ones_there_are():
    with pytest.raises(article.ArticleError, match="xi-putin-2021"):
        article.read_article("no-such-article")


def test_a_changed_article_is_noticed(tmp_path):
    folder = copy_of_seed(tmp_path)
    (folder / "article.txt").write_text("Another text.", encoding="utf-8")
    with pytest.raises(article.ArticleError, match="sha256"):
        article.read_article(folder)
