"""Stand-ins for names: the same text whoever is named, and spans that follow."""

import pytest

from analysis.encoder import standins


def asked(text, *names):
    """A text without the names asked about, and the words at its spans."""
    told, spans = standins.unnamed(text, [(text.index(name), text.index(name) + len(name)) for name in names])
    return told, [told[start:end] for start, end in spans]


@pytest.mark.parametrize(
    "text, names, other, others",
    [
        ("Obama thanked Bush.", ("Obama", "Bush"), "Merkel thanked Macron.", ("Merkel", "Macron")),
        ("Joe Biden said Biden won.", ("Joe Biden",), "Anna Harlow said Harlow won.", ("Anna Harlow",)),
        ("Sen. Ted Cruz lost.", ("Sen. Ted Cruz",), "Sen. Mary Dole lost.", ("Sen. Mary Dole",)),
        ("Russian troops shelled Ukraine.", ("Russian", "Ukraine"), "Kenyan troops shelled Peru.", ("Kenyan", "Peru")),
        ("Beijing spoke; China is calm.", ("Beijing",), "Oslo spoke; Norway is calm.", ("Oslo",)),
        ("Ofcom fined Boko Haram.", ("Boko Haram",), "Ofcom fined Red Cross.", ("Red Cross",)),
        ("The Pentagon spoke.", ("Pentagon",), "The Kremlin spoke.", ("Kremlin",)),
    ],
)
def test_who_is_asked_about_leaves_no_trace_of_a_name(text, names, other, others):
    assert asked(text, *names) == asked(other, *others)


def test_the_spans_follow_the_stand_ins():
    told, words = asked("President Vladimir Putin met Xi.", "President Vladimir Putin", "Xi")
    assert told == "President Alex Smith met Jones." and words == ["President Alex Smith", "Jones"]


@pytest.mark.parametrize("text, names", [("He met the rebels.", ("He", "the rebels")), ("They fled.", ("They",))])
def test_words_that_are_no_name_stay(text, names):
    assert asked(text, *names)[0] == text


def test_a_name_inside_the_other_is_left_alone():
    assert asked("Bush met George Bush.", "Bush", "George Bush")[0] == "Bush met George Bush."


def test_exchanging_two_states_throughout_leaves_a_bare_text_unchanged():
    one = "Russian troops left Ukraine. Ukrainians thanked Moscow."
    other = "Ukrainian troops left Russia. Russians thanked Kyiv."
    place = lambda text, *pairs: [(text.index(w), text.index(w) + len(w), actor, False) for w, actor in pairs]
    here = place(one, ("Russian", "Russia"), ("Ukraine", "Ukraine"), ("Ukrainians", "Ukraine"), ("Moscow", "Russia"))
    there = place(other, ("Ukrainian", "Ukraine"), ("Russia", "Russia"), ("Russians", "Russia"), ("Kyiv", "Ukraine"))
    (told, spans), (same, moved) = standins.bare(one, here), standins.bare(other, there)
    assert told == same == "Norwegian troops left Peru. Peruvians thanked Oslo."
    assert spans["Russia"] == moved["Ukraine"]


def test_more_persons_than_there_are_stand_ins_keep_their_names():
    names = [f"{a}{b}by" for a in "ABCD" for b in "aeo"]
    text = " ".join(names)
    mentions = [(text.index(n), text.index(n) + len(n), n, True) for n in names]
    told, spans = standins.bare(text, mentions)
    assert len(set(told.split())) == 12 and told.split()[-2:] == names[-2:]
    assert [told[slice(*spans[n][0])] for n in names] == told.split()
