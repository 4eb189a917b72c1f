"""The six pictures: their finding is that of the claim, their words can be selected, and every reader can see them."""

import dataclasses
import itertools
import re
import xml.etree.ElementTree as ElementTree

import pandas as pd
import pytest

from analysis import claims, figures, read
from analysis.article import from_text, read_article

READ = (figures.paragraph_strip, figures.reported_words, figures.agency, figures.opposition, figures.blame)
NAMES = [draw.__name__ for draw in READ]
CLAIMS = {
    "paragraph_strip": [claims.never_together],
    "reported_words": [claims.share_of_voice, claims.unheard],
    "agency": [claims.who_acts],
    "opposition": [claims.who_opposes_whom],
    "blame": [claims.who_is_blamed],
}
TRUSTED = pd.DataFrame(
    [
        ["Who acts", "Peru", "8 of 8", 1.0, "Peru", True, 1.0, ""],
        ["Who speaks", "Chile", "2 of 8", 0.25, "Peru", False, 0.0, ""],
        ["Who is blamed", "Chile", "8 of 8", 1.0, "Peru", False, 0.0, ""],
        ["Who is silent", "not enough to say", "8 of 8", 1.0, "Peru", False, 0.0, ""],
    ],
    columns="finding outcome holds_in share coders agrees rank verdict".split(),
)


@pytest.fixture(scope="module")
def reading():
    return read(read_article("xi-putin-2021"), encoder=False)


@pytest.fixture(scope="module")
def gallery(reading):
    return {draw.__name__: draw(reading) for draw in READ} | {"stability": figures.stability(TRUSTED)}


DOTTED_IN_LEGEND = 1
EVERY = [*NAMES, "stability"]


def words(picture):
    """The words on a drawing."""
    root = ElementTree.fromstring(picture.svg)
    return [" ".join(part.itertext()) for part in root.iter() if part.tag.endswith("text")]


@pytest.mark.parametrize("name", NAMES)
def test_a_title_says_nothing_that_its_finding_does_not(gallery, reading, name):
    stated = " ".join(claim(reading).statement for claim in CLAIMS[name])
    title = gallery[name].title
    assert set(re.findall(r"¶?\d+%?", title)) - set(re.findall(r"\d+", gallery[name].says)) <= set(
        re.findall(r"¶?\d+%?", stated)
    ) | {f"¶{number}" for number in re.findall(r"\d+", stated)}
    known = {*reading.mentions["party"], *reading.mentions["actor"]}
    assert {party for party in known if party in title} <= {party for party in known if party in stated}


@pytest.mark.parametrize("name", EVERY)
def test_a_picture_tells_itself_in_words(gallery, name):
    picture = gallery[name]
    assert len(picture.title) > 20 and len(picture.alt) > 100 and picture.says.endswith(".") and picture.note
    assert not re.search(r"\b[a-z]+_[a-z]+\b|nan|None|\bTrue\b", " ".join([picture.title, picture.alt, picture.says]))
    assert len(words(picture)) > 8 and not re.search(r"[a-z]_[a-z]", " ".join(words(picture)))


@pytest.mark.parametrize("name", NAMES)
def test_its_words_lead_to_paragraphs_of_the_article(gallery, reading, name):
    links = re.findall(r'<a href="#p(\d+)"', gallery[name].svg)
    assert {int(number) for number in links} <= set(reading.article.paragraphs["paragraph"]) and links
    bare = re.findall(r"<a [^>]*><path", gallery[name].svg)  # a mark has no words: it says where it leads
    assert all('aria-label="paragraph' in link for link in bare)


def test_two_pictures_on_one_page_share_no_name(gallery):
    names = [set(re.findall(r' id="([^"]+)"', picture.svg)) for picture in gallery.values()]
    assert all(not a & b for a, b in itertools.combinations(names, 2))
    for picture in gallery.values():
        used = set(re.findall(r"url\(#([^)]+)\)", picture.svg))
        assert used <= set(re.findall(r' id="([^"]+)"', picture.svg))


@pytest.mark.parametrize("name", EVERY)
def test_its_smallest_words_stay_nine_pixels_high(gallery, name):
    svg = gallery[name].svg
    narrowest = float(re.search(r"min-width: (\d+)px", svg)[1])
    scale = narrowest / float(re.search(r'viewBox="0 0 ([\d.]+)', svg)[1])
    assert min(float(size) for size in re.findall(r"font-size: ([\d.]+)px", svg)) * scale >= 8.9


@pytest.mark.parametrize("name", EVERY)
def test_its_colours_are_the_page_s(gallery, name):
    """So that a dark page can give others: no colour stands in a drawing but as what it is without the page's style."""
    assert not re.search(
        r"(?<!, )#(?!ffffff00)[0-9a-f]{6}\b", re.sub(r'(?:href|id)="[^"]*"|url\([^)]*\)', "", gallery[name].svg)
    )
    assert set(re.findall(r"var\((--[\w-]+)", gallery[name].svg)) <= set(re.findall(r"(--[\w-]+):", figures.COLOURS))


@pytest.mark.filterwarnings("error")
def test_words_of_any_script_and_stray_bytes_do_no_harm():
    ax = figures.picture.sheet(20)
    for text in ("习近平", "a\x07b", "$x_1$ \\alpha <b>&amp;", "العربية"):
        figures.picture.flow(ax, 0, 10, [(text, {})], left=0)
    drawn = figures.Picture("a title", figures.basics.described(ax, 'a "word" <b> \\1'))
    assert words(drawn) == ["习近平", "ab", "$x_1$ \\alpha <b>&amp;", "العربية"]


def test_the_same_reading_gives_the_same_bytes(gallery, reading):
    assert figures.opposition(reading).svg == gallery["opposition"].svg


def test_an_image_of_a_notebook_becomes_a_drawing_of_a_page(gallery):
    picture = gallery["reported_words"]
    page = picture._repr_html_()
    assert "<svg" not in page and 'alt="' in page
    assert picture.svg in figures.inlined(page) and "<img" not in figures.inlined(page)
    assert "<style" not in figures.inlined(page)


@pytest.mark.parametrize("ending, first", [("svg", b"<?xml"), ("pdf", b"%PDF"), ("png", b"\x89PNG")])
def test_a_picture_is_saved_for_a_paper(gallery, tmp_path, ending, first):
    paths = [figures.save(gallery["blame"], tmp_path / f"{number}.{ending}") for number in (1, 2)]
    assert paths[0].read_bytes().startswith(first) and paths[0].read_bytes() == paths[1].read_bytes()
    if ending == "svg":
        assert gallery["blame"].title.split(";")[0] in paths[0].read_text(encoding="utf-8")


def test_no_other_ending_is_saved(gallery, tmp_path):
    with pytest.raises(ValueError, match=r"\.svg, \.pdf or \.png"):
        figures.save(gallery["blame"], tmp_path / "picture.gif")


@pytest.mark.parametrize("draw", READ, ids=NAMES)
@pytest.mark.parametrize("text", ["", "It rained.", "Russia condemned Ukraine."])
def test_an_article_with_little_to_draw_is_told_so(draw, text):
    picture = draw(read(from_text(text), encoder=False))
    assert picture.title and picture.alt and picture.note and len(words(picture)) >= 1
    assert not re.search(r"\bmost\b|\bmore than any\b", picture.title)


def test_no_finding_is_no_dot():
    assert "no finding to test" in figures.stability(TRUSTED[:0]).alt


def test_what_is_stable_and_wrong_stands_apart(gallery):
    assert gallery["stability"].title.startswith("Of 3 findings by the machine alone 2 are stable; the coders have 1 ")
    assert "The coders do not have it" in words(gallery["stability"])


def test_who_is_mentioned_and_not_heard_has_an_empty_row(gallery, reading):
    silent = claims.unheard(reading)
    told = " ".join(words(gallery["reported_words"]))
    assert silent.met and all(re.search(rf"{name}.*?no words in \d+ mentions", told) for name in silent.value)
    assert "“rejected the request”" in told


@pytest.mark.parametrize("origin, hollow", [("machine", True), ("kept", False)])
def test_what_nobody_reviewed_is_hollow(origin, hollow):
    found = read(from_text("Peru accused Chile.\n\nPeru condemned Chile."), encoder=False)
    rows = found.relations.assign(origin=origin, sure=0.9)
    picture = figures.opposition(dataclasses.replace(found, relations=rows))
    assert (picture.svg.count("stroke-dasharray") > DOTTED_IN_LEGEND) is hollow
