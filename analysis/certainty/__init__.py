"""Certainty: the chance that a careful coder has a row that the machine found, as measured on ordinary news."""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis import stance
from analysis.actors import KINDS, Census, probabilities
from analysis.tables import chance, found_by_encoder, regressions

SURE = 0.75  # from here on a machine's row is stated; below it is possible
LAYERS = ("mentions", "quotes", "relations", "portrayal")
FOLDER = Path(__file__).parent


def graded(tables):
    """The tables with the columns origin (`machine`) and sure: 0 to 1, the chance that a coder has this row.

    `tables` maps mentions, quotes, relations and portrayal to the tables of a reading. The chance is a logistic
    regression on how a row was found (`weights.csv`), fitted on coded articles of ordinary news; `curve` shows how it
    holds on articles kept aside. Blind spot: text unlike news, and other coders than those.
    """
    out, census = {}, Census(tables["mentions"])
    for layer in LAYERS:
        known = features(layer, tables[layer], census)
        out[layer] = tables[layer].assign(origin="machine", sure=chance(regressions(FOLDER)[layer], known).round(3))
    return out


def grades(table):
    """`stated` or `possible` for each row: stated where a person said so, or where it is sure enough.

    >>> import pandas as pd
    >>> grades(pd.DataFrame({"origin": ["machine", "machine", "kept"], "sure": [0.8, 0.3, 1.0]})).tolist()
    ['stated', 'possible', 'stated']
    """
    stated = (table["origin"] != "machine") | (table["sure"] >= SURE)
    return stated.map({True: "stated", False: "possible"})


def curve():
    """How the chance holds on articles kept aside: columns layer, low, high (of `sure`), n (rows), sure (mean), right.

    The layer `together` is of what relations say jointly (see `claims.opposed_together`), in place of rows.

    >>> curve()["layer"].unique().tolist()
    ['mentions', 'quotes', 'relations', 'portrayal', 'together']
    """
    return pd.read_csv(FOLDER / "curve.csv")


def features(layer, table, census):
    """What the chance of a row is read from: {feature: an array with one number a row}."""
    known = {"always": np.ones(len(table))}
    return known | {name: np.asarray(column, dtype=float) for name, column in FEATURES[layer](table, census).items()}


def _of_mentions(table, census):
    kinds = {kind: table["kind"] == kind for kind in KINDS} | found_by_encoder(probabilities(table), "own ")
    return kinds | census.of(table["actor"], table["paragraph"])


def _of_quotes(table, census):
    types = {name: table["type"] == name for name in ("direct", "mixed")}
    length = {"length": np.log1p((table["end"] - table["start"]).astype(float)), "cued": table["cue"] != ""}
    return types | length | census.of(table["speaker"], table["paragraph"])


def _of_portrayal(table, census):
    found = {"neutral": table["valence"] == 0, "favourable": table["valence"] > 0, "strength": table["score"].abs()}
    found |= {
        "strength of a neutral": table["score"].abs() * (table["valence"] == 0),
        "encoder": table["found_by"] == "encoder",
    }
    return found | census.of(table["actor"], table["paragraph"])


FEATURES = {"mentions": _of_mentions, "quotes": _of_quotes, "relations": stance.features, "portrayal": _of_portrayal}
