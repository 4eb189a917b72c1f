"""Words: shares, names, counts and lists as they stand inside an English sentence."""

import re

import pandas as pd

WITH_THE = re.compile(
    r"(United|European|African|Arab|Soviet|Central African|Czech|Dominican|World|International|Supreme|Democratic"
    r"|Security) |.*\b(Union|States|Nations|Emirates|Kingdom|Republic|Council|Commission|Court|Bank|Party|Agency"
    r"|Netherlands|Philippines|Bahamas|Maldives|Gambia|Organi[sz]ation|Authority|Army|Navy|Taliban|League|Government"
    r"|Parliament|Senate|Congress|rebels)$"
)
# a noun in the singular: state press, German court
COMMON = re.compile(r"(?:^|\s)(?!\w+(?:one|body)$)[a-z][\w-]*(?:[^\Ws]|ss)$")
DETERMINED = {"the", "a", "an", "his", "her", "its", "their", "my", "our", "your", "this", "that", "these", "those"}
BARE = {"it", "he", "she", "they", "we", "i", "you", "people", "media", "another"}  # words that take no article


def percent(share):
    """A share in words.

    >>> percent(0.666), percent(float("nan"))
    ('67%', 'an unknown share')
    """
    return "an unknown share" if pd.isna(share) else f"{share:.0%}"


def named(actor):
    """An actor's name as it stands inside a sentence.

    >>> named("United States"), named("Russia"), named("German court"), named("critics"), named("his sister")
    ('the United States', 'Russia', 'the German court', 'critics', 'his sister')
    """
    words = actor.split() or [""]
    if words[0].casefold() in DETERMINED or words[-1] in BARE:
        return actor
    return f"the {actor}" if WITH_THE.match(actor) or COMMON.search(actor) else actor


def listed(words):
    """Words in a row.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    words = list(words)
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def names(actors, most=None):
    """Some actors by name: all, or the first few and how many more there are.

    >>> names(["Cuba", "Peru", "Chile", "Bolivia"], most=2)
    'Cuba, Peru and 2 others'
    """
    rest = len(actors) - most if most else 0
    return listed([*map(named, actors[:most]), *([count(rest, "others")] if rest > 0 else [])])


def ranked(ranking, most=3):
    """The first of a ranking, each with its number.

    >>> ranked([("Cuba", 3), ("Peru", 2)])
    'Cuba (3) and Peru (2)'
    """
    return listed(f"{named(name)} ({total:g})" for name, total in ranking[:most])


def then(lead, mark=","):
    """The two that follow whoever leads, as the end of a sentence; nothing where nobody follows."""
    return f"{mark} then {ranked(lead.rest, 2)}" if lead.rest else ""


def count(number, noun):
    """A number of things.

    >>> count(1, "reports"), count(2, "reports")
    ('1 report', '2 reports')
    """
    return f"{number} {noun}" if number != 1 else f"1 {noun.removesuffix('s')}"


def times(number):
    """How often.

    >>> times(1), times(3)
    ('once', '3 times')
    """
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def places(paragraphs):
    """Paragraph numbers as a reader finds them.

    >>> places([12, 2, 2])
    '¶2, 12'
    """
    return f"¶{', '.join(map(str, sorted(set(paragraphs))))}"


def ends(pair):
    """The two ends of a pair by name.

    >>> ends("China–United States")
    'China and the United States'
    """
    return listed(map(named, pair.split("–")))


def upper(text):
    return text[:1].upper() + text[1:]
