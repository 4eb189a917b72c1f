"""Summaries: the camps and triangles of a Balance, as a page shows them."""

import pandas as pd


def sides(balance):
    """Which party stands in which of the two camps: columns party, camp."""
    rows = [(party, number) for number, camp in enumerate(balance.camps, start=1) for party in camp]
    return pd.DataFrame(rows, columns=["party", "camp"])


def against(balance):
    """The ties that the two camps do not explain, in a sentence."""
    pairs = ", ".join(f"{first} and {second}" for first, second in balance.against)
    return f"{balance.frustration} of {balance.ties} ties go against the two camps{': ' if pairs else ''}{pairs}."


def triangles(balance):
    """Every three parties that are all tied to one another: columns parties, balanced, sentences."""
    rows = [(", ".join(parties), even, ", ".join(map(str, numbers))) for parties, even, numbers in balance.triads]
    return pd.DataFrame(rows, columns=["parties", "balanced", "sentences"])
