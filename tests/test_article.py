"""The article: offsets that always point into the raw file, repairs, sentences, and errors that say what to do."""

import re
import shutil
import time

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
    assert joined.omission().endswith("words were left out as boilerplate, in ¶6, ¶25.")


@pytest.mark.parametrize(
    "text, paragraphs",
    [
        ("Xi spoke.\nPutin listened.\nBiden left.", ["Xi spoke.", "Putin listened.", "Biden left."]),
        (
            "Xi meets Putin\nXi met Putin in Moscow on Monday.\nThey agreed.\n",
            ["Xi meets Putin", "Xi met Putin in Moscow on Monday.", "They agreed."],
        ),
        ("Xi spoke.\r\nPutin listened.", ["Xi spoke.", "Putin listened."]),
        ("Xi spoke.\rPutin listened.", ["Xi spoke.", "Putin listened."]),
        ("Xi spoke.\u2029Putin listened.", ["Xi spoke.", "Putin listened."]),
        ("Xi met Putin in\nMoscow and left.", ["Xi met Putin in\nMoscow and left."]),
        (
            "Xi spoke.\nHe left.\n\nPutin met him in Moscow and listened.",
            ["Xi spoke.\nHe left.", "Putin met him in Moscow and listened."],
        ),
    ],
)
def test_a_text_without_blank_lines_has_a_paragraph_a_line(text, paragraphs):
    assert article.from_text(text).paragraphs["text"].tolist() == paragraphs


@pytest.mark.parametrize(
    "text, words",
    [
        ("Hugo Cha\u0301vez spoke.", "Hugo Chávez spoke."),
        ("Vladimir Pu\u00adtin spoke.", "Vladimir Putin spoke."),
        ("Pu\u200btin and \u202eXi\u202c spoke.", "Putin and Xi spoke."),
        ("The of\ufb01ce spoke.", "The office spoke."),
        ("\x1b[31mPutin\x1b[0m spoke.\x07", "Putin spoke."),
        ("Putin \ud800 spoke.", "Putin \ufffd spoke."),
    ],
)
def test_words_are_read_as_a_reader_sees_them_and_stand_where_they_stand(text, words):
    found = article.from_text(text)
    assert found.sentences["clean_text"].tolist() == [words]
    for at, character in enumerate(words):
        start, end = found.to_raw(at, at + 1)
        assert character in text[start:end] or len(text[start:end]) in (1, 2)
    row = found.sentences.iloc[0]
    assert text[row["start"] : row["end"]] == row["text"]


def test_a_repair_and_a_spelling_stand_side_by_side(tmp_path):
    (tmp_path / "article.txt").write_text("Pu\u00adtin met Cha\u0301vez.", encoding="utf-8")
    (tmp_path / "repairs.csv").write_text(REPAIRS + "1,Pu\u00adtin met,,Putin meets,tense", encoding="utf-8")
    assert article.read_article(tmp_path).clean == "Putin meets Chávez."


@pytest.mark.parametrize(
    "text, caution",
    [
        ("", "holds no sentence"),
        ("🕊️ 🕊️", "holds no words"),
        ("Путин встретился с Си в Москве.", "letters are Latin"),
        ("נפגשו במוסקבה פוטין ושי.", "letters are Latin"),
        ("Der Kanzler sagte am Montag, dass keine Waffen geliefert werden. " * 4, "English function words"),
        ("id,date,who\n1,2020,Xi\n2,2021,Putin\n3,2022,Biden", "looks like a table"),
        ("Xi spoke.\nPutin listened.", "each line is read as a paragraph"),
        ("Xi met Putin. " * 20, "the whole text is read as one paragraph"),
        ("Coun-\ntries spoke. Mo-\nscow left.", "end within a word"),
        ("Xi " + "met ministers, " * 200 + "and left.", "read in parts"),
    ],
)
def test_a_text_that_may_be_no_english_prose_says_so(text, caution):
    assert caution in " ".join(article.from_text(text).cautions)
    assert caution in article.from_text(text).provenance().set_index("what").loc["to bear in mind", "value"]


def test_an_article_of_the_series_needs_no_caution():
    assert article.read_article(SEED).cautions == ()


@pytest.mark.parametrize(
    "content, complaint",
    [
        ("<!DOCTYPE html><html><body><p>Xi met Putin.</p></body></html>", "an HTML page, not a text; name it .html"),
        ("\n<p>Xi met Putin.</p>", "an HTML page"),
        (r"{\rtf1 Xi met Putin.}", "an RTF document, not a text; save its words"),
        ("%PDF-1.4 Xi met Putin.", "a PDF document"),
        ('{"text": "Xi met Putin."}', "JSON"),
        ('{"text": "Xi."}\n{"text": "Putin."}', "JSON"),
        ('["Xi met Putin."]', "JSON"),
        ("<?xml version='1.0'?><a>Xi</a>", "XML"),
    ],
)
def test_another_format_is_refused_with_what_to_do(tmp_path, content, complaint):
    (tmp_path / "mine.txt").write_text(content, encoding="utf-8")
    with pytest.raises(article.ArticleError, match=f"mine.txt: {complaint}"):
        article.read_article(tmp_path / "mine.txt")


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


REPAIRS, ALIASES = "paragraph,raw,occurrence,repaired,reason\n", "alias,actor,kind,party\n"


@pytest.fixture
def study(tmp_path):
    """Writes a file into a copy of the article's folder; the folder."""
    folder = tmp_path / "study"
    shutil.copytree(SEED, folder)

    def write(name, content):
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write


@pytest.mark.parametrize(
    "name, content, complaint",
    [
        ("repairs.csv", REPAIRS + "5,Putin has,1,Putin had,s\n5,has deployed,1,deployed,s", "csv line 3: overlaps"),
        (
            "repairs.csv",
            REPAIRS + "5,no such words,1,x,s",
            "csv line 2: 'no such words' is not in paragraph 5; copy it",
        ),
        ("repairs.csv", REPAIRS + "5,,1,x,s", "csv line 2: '' is not in paragraph 5"),
        ("repairs.csv", REPAIRS + "99,Putin,1,x,s", "csv line 2: no paragraph '99'; count from 1 to 24"),
        ("repairs.csv", REPAIRS + "0,Putin,1,x,s", "csv line 2: no paragraph '0'"),
        ("repairs.csv", REPAIRS + "5,Putin,0,x,s", "csv line 2: no occurrence '0'; count from 1 to 1"),
        ("repairs.csv", REPAIRS + "5,Putin,-5,x,s", "csv line 2: no occurrence '-5'"),
        ("repairs.csv", REPAIRS + "5,Putin", "csv line 2: more or fewer cells than columns; quote a cell"),
        ("repairs.csv", "paragraph;raw\n", "csv line 1: no column paragraph, .*; begin with paragraph,raw,"),
        ("aliases.csv", ALIASES + "a,b,name,\n“the tsar”, c,d,name,", "csv line 3: more or fewer cells"),
        ("aliases.csv", ALIASES + '"the tsar,Russia,name,', "csv line 2: unexpected end of data; mend the quotation"),
        ("aliases.csv", ALIASES + "x" * 140_000 + ",Russia,name,", "csv line 2: field larger than"),
        ("aliases.csv", (ALIASES + "Chávez,Venezuela,name,").encode("latin-1"), "csv line 2: not UTF-8; save it as"),
        (
            "aliases.csv",
            (ALIASES + "Chávez,Venezuela,name,").encode("utf-16"),
            "csv: a binary file or UTF-16.* save it",
        ),
        ("about.toml", "title = x", r"toml: Invalid value \(at line 1, column 9\); write lines as"),
        ("about.toml", "title = " + "[" * 5000, "toml: nested too deeply; write lines as"),
        ("about.toml", "title = 'é'".encode("latin-1"), "toml line 1: not UTF-8"),
        ("about.toml", "title = 'a'\ndate = 2021-12-16 08:00:00", "toml line 2: date is .*; write it as 2021-12-16"),
        ("about.toml", "date = '16 December'", "toml line 1: date is 16 December; write it"),
        ("article.txt", "Another text.", r"toml line 8: article.txt is another \(sha256 differs\); restore it"),
        ("article.txt", b"one\ntwo \xff", "txt line 2: not UTF-8"),
        ("article.txt", b"a\0b", "txt: a binary file"),
    ],
)
def test_a_faulty_file_is_one_line_that_names_file_line_and_remedy(study, name, content, complaint):
    with pytest.raises(article.ArticleError, match=f"^study/.*{complaint}") as fault:
        article.read_article(study(name, content))
    assert "\n" not in str(fault.value) and len(str(fault.value)) < 200


def test_a_byte_order_mark_is_no_part_of_a_table(study):
    study("about.toml", "\ufeffdate = 2021-12-17")
    study("repairs.csv", "\ufeff" + REPAIRS + "5,Putin,,Mr Putin,spelling")
    marked = article.read_article(study("aliases.csv", "\ufeff" + ALIASES + "the tsar,Russia,name,"))
    assert (str(marked.date), marked.aliases["alias"].tolist()) == ("2021-12-17", ["the tsar"])
    assert "Mr Putin" in marked.clean


def test_a_bare_file_is_read_alone():
    alone = article.read_article(SEED / "article.txt")
    assert len(alone.repairs) == len(alone.aliases) == 0 and alone.raw == alone.clean


@pytest.mark.parametrize(
    "path, complaint",
    [
        ("no-such-article", "no such file, .*there: .*xi-putin-2021"),
        ("~no-such-user/x.txt", "cannot be looked up .*; check the path"),
        ("long" * 2000, "cannot be looked up"),
        (article.SEEDS, "holds no article.txt; put the text there"),
        ("", "no article named: give a folder"),
        ("  ", "no article named"),
    ],
)
def test_an_article_that_is_not_there_is_one_line(path, complaint):
    with pytest.raises(article.ArticleError, match=complaint) as fault:
        article.read_article(path)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("between", [" " * 100_000, "\n" * 100_000, "\n" + " " * 100_000, "." * 100_000])
def test_time_grows_with_the_text_whatever_its_shape(between):
    start = time.process_time()
    assert len(article.from_text(f"Xi{between}spoke.").paragraphs) in (1, 2)
    assert time.process_time() - start < 5


def test_an_article_shows_itself_in_one_line():
    assert repr(article.read_article(SEED)) == "Article xi-putin-2021: 24 paragraphs, 40 sentences, 16 December 2021"
    assert repr(article.from_text("")) == "Article text: 0 paragraphs, 0 sentences, date unknown"
