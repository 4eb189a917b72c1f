"""A review: what a person says of the machine's rows, in the file, in the tables, and on the page in a real browser."""

import pandas as pd
import pytest

from analysis import framing, review
from analysis.article import from_text, read_article

TEXT = (
    "Russia condemned Ukraine. Cuba praised Peru.\n\nPeru thanked Cuba.\n\nIt rained on Monday.\n\nBerlin sued Paris."
)


@pytest.fixture(scope="module")
def machine():
    return framing.read(from_text(TEXT), encoder=False)


def verdicts(article, *rows):
    lines = [",".join(review.COLUMNS)]
    lines += [",".join(f'"{row.get(column, "")}"' for column in review.COLUMNS) for row in rows]
    return review.Review("A", review.parse("\n".join(lines), article))


def row_of(reading, whose, verdict, **more):
    row = reading.relations.set_index("source").loc[whose]
    facts = {"layer": "stance", "verdict": verdict, "coder": "A", **row[["paragraph", "start", "end", "text"]]}
    facts |= {column: row[column] for column in ("target", "target_type", "stance", "expression", "voice")} | {
        "source": whose
    }
    return facts | {"row": review.key("stance", dict(row) | {"source": whose})} | more


def ties(reading):
    counted = reading.relations[reading.relations["counted"].astype(bool)]
    return set(zip(counted["source"], counted["target"], counted["stance"]))


def reviewed(*rows):
    article = from_text(TEXT)
    return framing.read(article, encoder=False, review=verdicts(article, *rows))


def test_the_machine_reads_what_the_review_is_about(machine):
    assert {("Russia", "Ukraine", -1), ("Cuba", "Peru", 1), ("Peru", "Cuba", 1)} <= ties(machine)
    assert set(machine.relations["origin"]) == {"machine"}


def test_a_kept_row_is_sure_and_the_others_stay_the_machines(machine):
    table = reviewed(row_of(machine, "Russia", "keep")).relations.set_index("source")
    assert (table.loc["Russia", "origin"], table.loc["Russia", "sure"]) == ("kept", 1.0)
    assert table.loc["Cuba", "origin"] == "machine"


def test_a_rejected_row_counts_nowhere_and_is_told_in_the_trail(machine):
    reading = reviewed(row_of(machine, "Russia", "reject", why="it was thanks"))
    assert ("Russia", "Ukraine", -1) not in ties(reading)
    told = reading.review.rejected.iloc[0]
    assert (told["was"], told["coder"], told["why"]) == ("Russia → Ukraine −", "A", "it was thanks")


def test_a_changed_row_says_what_the_person_says(machine):
    reading = reviewed(row_of(machine, "Russia", "change", source="Ukraine", target="Russia"))
    assert ("Ukraine", "Russia", -1) in ties(reading) and ("Russia", "Ukraine", -1) not in ties(reading)
    assert reading.review.trail.iloc[0][["was", "now"]].tolist() == ["Russia → Ukraine −", "Ukraine → Russia −"]


def test_an_added_row_has_its_words_and_its_parties(machine):
    start = TEXT.index("It rained")
    added = {"layer": "stance", "verdict": "add", "paragraph": 3, "start": start, "end": start + 9, "source": "Cuba",
             "target": "Ukraine", "stance": -1, "expression": "verbal", "voice": "author", "coder": "A"}  # fmt: skip
    row = reviewed(added).relations.query("origin == 'added'").iloc[0]
    assert (row["text"], row["source_party"], row["sentence"], bool(row["counted"])) == ("It rained", "Cuba", 4, True)


def test_rejecting_every_relation_leaves_none(machine):
    sources = machine.relations["source"].tolist()
    reading = reviewed(*(row_of(machine, source, "reject") for source in sources))
    assert ties(reading) == set()


def test_two_actors_given_one_name_are_one(machine):
    reading = reviewed(
        {"layer": "actors", "row": "Cuba", "verdict": "change", "actor": "Havana group", "party": "Cuba"}
    )
    assert "Cuba" not in set(reading.mentions["actor"]) and "Havana group" in set(reading.actors["actor"])
    assert ("Havana group", "Peru", 1) in ties(reading)


def test_a_row_that_a_later_version_does_not_produce_is_listed_and_what_was_kept_holds(machine):
    kept = row_of(machine, "Russia", "keep") | {
        "row": "gone",
        "source": "Peru",
        "target": "Russia",
        "start": 0,
        "end": 6,
    }
    reading = reviewed(kept, row_of(machine, "Cuba", "reject") | {"row": "gone too", "start": 90, "end": 95})
    assert ("Peru", "Russia", -1) in ties(reading)
    assert reading.review.orphaned["verdict"].tolist() == ["keep", "reject"]


def test_words_marked_as_too_broken_take_their_rows_with_them(machine):
    broken = {
        "layer": "text",
        "verdict": "broken",
        "paragraph": 1,
        "start": 0,
        "end": TEXT.index(" Cuba"),
        "coder": "A",
    }
    reading = reviewed(broken)
    assert ("Russia", "Ukraine", -1) not in ties(reading) and ("Cuba", "Peru", 1) in ties(reading)


@pytest.mark.parametrize("line, complaint", [
    ("stance,x,maybe,1,0,6", "line 2, verdict: 'maybe' is none of keep, reject"),
    ("mood,x,keep,1,0,6", "line 2, layer: 'mood' is none of stance"),
    ("stance,x,keep,one,0,6", "line 2, paragraph: 'one' is not a number"),
    ("stance,x,keep,1,0,9999", "line 2, end: 9999 lies outside"),
    ("stance,,add,1,0,6", "line 2, source: '' is empty"),
])  # fmt: skip
def test_a_faulty_row_is_one_line_with_file_line_and_column(line, complaint):
    with pytest.raises(review.ReviewError, match=complaint) as fault:
        review.parse("layer,row,verdict,paragraph,start,end\n" + line, from_text(TEXT), name="review/A.csv")
    assert str(fault.value).startswith("review/A.csv") and "\n" not in str(fault.value)


def test_a_review_of_another_text_is_refused(machine):
    with pytest.raises(review.ReviewError, match="belongs to another text"):
        reviewed(row_of(machine, "Russia", "keep", sha256="0" * 64))


def test_two_coders_keep_what_both_say_and_dispute_the_rest(machine):
    article = from_text(TEXT)
    one = verdicts(article, row_of(machine, "Russia", "keep"), row_of(machine, "Cuba", "keep"))
    other = verdicts(article, row_of(machine, "Russia", "keep"), row_of(machine, "Cuba", "reject", coder="B"))
    both = framing.read(article, encoder=False, review=review.joint(one, other))
    assert ("Russia", "Ukraine", -1) in ties(both) and ("Cuba", "Peru", 1) not in ties(both)
    assert both.review.disputed["was"].tolist() == ["Cuba → Peru +"]


def test_a_pasted_review_is_filed_beside_its_article_and_read_with_it(tmp_path, machine):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "article.txt").write_text(TEXT, encoding="utf-8")
    article = read_article(folder)
    text = ",".join(review.COLUMNS) + "\n"
    row = row_of(machine, "Russia", "reject")
    text += ",".join(f'"{row.get(column, "")}"' for column in review.COLUMNS) + "\n"
    assert review.save(text, coder="B", article=article) == folder / "review" / "B.csv"
    assert ("Russia", "Ukraine", -1) not in ties(framing.read(article, encoder=False))
    assert ("Russia", "Ukraine", -1) in ties(framing.read(article, encoder=False, review=False))
    with pytest.raises(review.ReviewError, match=r"no review by 'Z' \(reviewed by: B\)"):
        framing.read(article, encoder=False, review="Z")


def test_the_blind_paragraphs_are_drawn_from_the_text_alone():
    article = read_article("xi-putin-2021")
    assert review.blind(article) == review.blind(article) and len(review.blind(article)) == 5
    assert review.blind(from_text("One sentence.")) == []


# --- the page --------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(browser, machine, tmp_path):
    """The review page of a fresh reading, and a way to press keys and to read the file it would save."""
    sure = machine.relations.assign(sure=[0.9, *[0.5] * (len(machine.relations) - 1)])
    reading = framing.replace(
        machine, relations=sure, quotes=machine.quotes, portrayal=machine.portrayal.assign(sure=0.9)
    )
    browser.get(review.write(reading, tmp_path / "review.html", version="1").as_uri())
    browser.execute_script("state = fresh(); localStorage.clear()")
    browser.refresh()
    return Page(browser)


class Page:
    def __init__(self, browser):
        self.browser = browser

    def press(self, *keys):
        from selenium.webdriver import ActionChains

        for key in keys:
            ActionChains(self.browser).send_keys(key).perform()

    def focus(self, words):
        self.browser.execute_script(
            "[...document.querySelectorAll('.chip')].find(n => n.textContent.includes(arguments[0])).focus()", words
        )

    def rows(self):
        text = self.browser.execute_script("return document.getElementById('copy').value")
        table = review.parse(text, from_text(TEXT))
        return table[table["layer"] != "paragraph"]


def open_all(page):
    for number in page.browser.execute_script("return data.blind"):
        page.browser.execute_script(f"activate({number}); accept({number})")


def test_a_review_by_keyboard_alone_changes_what_it_should(page):
    open_all(page)
    page.focus("Russia ▸ Ukraine")
    page.press("x")
    page.focus("Peru ▸ Cuba")
    page.press("s")
    rows = page.rows().set_index("source")
    assert rows.loc["Russia", "verdict"] == "reject"
    assert (rows.loc["Cuba", "verdict"], rows.loc["Cuba", "target"]) == ("change", "Peru")
    article = from_text(TEXT)
    reading = framing.read(article, encoder=False, review=review.Review("A", page.rows()))
    assert ("Russia", "Ukraine", -1) not in ties(reading) and ("Peru", "Cuba", 1) not in ties(reading)


def test_enter_keeps_the_sure_rows_of_a_paragraph_and_no_others(page):
    open_all(page)
    page.browser.execute_script("activate(1)")
    page.focus("Russia ▸ Ukraine")
    page.press("\ue007")
    rows = page.rows()
    kept = set(rows.loc[(rows["verdict"] == "keep") & (rows["layer"] == "stance"), "source"])
    assert kept == {"Russia"}


def test_a_row_is_added_by_choosing_words_with_the_arrow_keys(page):
    open_all(page)
    page.browser.execute_script("activate(4); focusFirst(4)")
    page.press("a", "\ue014")  # the second word
    page.press("\ue007")
    for name, value in (("source", "Peru"), ("target", "Cuba")):
        page.browser.execute_script(f"document.getElementById('f-{name}').value = '{value}'")
    page.browser.find_element("id", "f-add").click()
    added = page.rows().query("verdict == 'add'").iloc[0]
    assert (added["source"], added["target"], added["text"], added["paragraph"]) == ("Peru", "Cuba", "sued", 4)


def test_work_is_there_after_a_reload(page):
    open_all(page)
    page.focus("Russia ▸ Ukraine")
    page.press("x")
    page.browser.refresh()
    assert page.rows().set_index("source").loc["Russia", "verdict"] == "reject"


def test_a_blind_paragraph_shows_no_row_before_it_is_coded(page):
    number = page.browser.execute_script("return data.blind[0]")
    chips = f"return document.querySelectorAll('#p{number} .chip').length"
    assert page.browser.execute_script(chips) == 0
    page.browser.execute_script(f"activate({number}); accept({number})")
    assert page.browser.execute_script(chips) == page.browser.execute_script(f"return rowsOf({number}).length")


def test_the_page_asks_nothing_of_the_network_and_escapes_the_article(tmp_path):
    reading = framing.read(from_text("Cuba praised </script><img src=x onerror=alert(1)> Peru."), encoder=False)
    text = review.write(reading, tmp_path / "r.html", version="1").read_text(encoding="utf-8")
    assert "</script><img" not in text and "http" not in text.replace("http-equiv", "")


def test_the_table_of_a_review_has_the_types_of_the_machines(machine):
    before, after = machine.relations, reviewed(row_of(machine, "Russia", "keep")).relations
    assert list(before.columns) == list(after.columns)
    assert pd.api.types.is_integer_dtype(after["start"]) and pd.api.types.is_integer_dtype(after["stance"])
