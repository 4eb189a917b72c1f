"""The mirror: two parties exchanged throughout, and their rows with them."""

import pytest

from analysis import framing, mirror
from analysis.article import from_text


def read(text):
    return framing.read(from_text(text), encoder=False)


@pytest.mark.parametrize(
    "text, mirrored",
    [
        ("Russia threatened Georgia. Georgia protested.", "Georgia threatened Russia. Russia protested."),
        ("Moscow expelled two Georgian diplomats.", "Tbilisi expelled two Russian diplomats."),
        ("Russia praised the United States.", "The United States praised Russia."),
    ],
)
def test_names_adjectives_and_capitals_are_exchanged(text, mirrored):
    assert mirror.swap(read(text)).article.raw.casefold() in (
        mirrored.casefold(),
        mirrored.casefold().removeprefix("the "),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Russia condemned Georgia. Georgia expelled Russian diplomats. Moscow attacked Tbilisi.",
        "Georgia and Russia held talks. Tbilisi thanked Moscow for its support.",
        "Georgia said that Russia had attacked it.",
    ],
)
def test_the_rows_of_two_parties_swap_with_them(text):
    reading = read(text)
    mirrored = mirror.swap(reading, "Russia", "Georgia")
    table = mirror.compare(reading, mirrored, encoder=False)
    assert table["same"].all(), table[~table["same"]]


def test_mirroring_twice_gives_the_text_again():
    text = "Russia condemned Georgia. Georgian soldiers left. Moscow was silent."
    once = mirror.swap(read(text), "Russia", "Georgia")
    again = mirror.swap(framing.read(once.article, encoder=False), "Russia", "Georgia")
    assert again.article.raw == text


def test_without_two_states_nothing_is_exchanged():
    mirrored = mirror.swap(read("It rained."))
    assert mirrored.article.raw == "It rained." and mirrored.exchanged.empty
    assert mirror.compare(read("It rained."), mirrored).empty
