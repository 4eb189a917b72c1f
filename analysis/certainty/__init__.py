"""Certainty: the chance that a careful coder has a row that the machine found, as measured on ordinary news."""

import csv
import functools
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.actors import KINDS, NAMED

SURE = 0.7  # from here on a machine's row is stated; below it is possible
LAYERS = ("mentions", "quotes", "relations", "portrayal")
FOLDER = Path(__file__).parent


def graded(tables):
    """The tables with the columns origin (`machine`) and sure: 0 to 1, the chance that a coder has this row.

    `tables` maps mentions, quotes, relations and portrayal to the tables of a reading. The chance is a logistic
    regression on how a row was found (`weights.csv`), fitted on coded articles of ordinary news; `curve` shows how it
    holds on articles kept aside. Blind spot: text unlike news, and other coders than those.
    """
    out, cast = {}, _Cast(tables["mentions"])
    for layer in LAYERS:
        known = features(layer, tables, cast)
        weights = regressions(FOLDER)[layer]
        score = sum((weights[name] * column for name, column in known.items()), start=np.zeros(len(tables[layer])))
        out[layer] = tables[layer].assign(origin="machine", sure=(1 / (1 + np.exp(-score))).round(3))
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

    >>> curve()["layer"].unique().tolist()
    ['mentions', 'quotes', 'relations', 'portrayal']
    """
    return pd.read_csv(FOLDER / "curve.csv")


@functools.cache
def regressions(folder):
    """The logistic regressions in a folder's weights.csv: {what each is of (the first column): {feature: weight}}.

    >>> list(regressions(FOLDER))
    ['mentions', 'quotes', 'relations', 'portrayal']
    """
    found = {}
    with (folder / "weights.csv").open(encoding="utf-8", newline="") as handle:
        for of, feature, weight in list(csv.reader(handle))[1:]:
            found.setdefault(of, {})[feature] = float(weight)
    return found


def features(layer, tables, cast=None):
    """What the chance of a row is read from: {feature: an array with one number a row}."""
    table, cast = tables[layer], cast or _Cast(tables["mentions"])
    known = {"always": np.ones(len(table))}
    return known | {name: np.asarray(column, dtype=float) for name, column in FEATURES[layer](table, cast).items()}


class _Cast:
    """How often each actor is mentioned, of what type it is, and in which paragraphs it is named."""

    def __init__(self, mentions):
        self.times = mentions["actor"].value_counts().to_dict() if len(mentions) else {}
        self.types = dict(zip(mentions["actor"], mentions["type"])) if len(mentions) else {}
        named = mentions[mentions["kind"].isin(NAMED)] if len(mentions) else mentions
        self.named = set(zip(named["actor"], named["paragraph"])) if len(mentions) else set()

    def of(self, actors, paragraphs, prefix=""):
        """The features of the actors of some rows."""
        return {
            f"{prefix}often": [np.log1p(self.times.get(actor, 0)) for actor in actors],
            f"{prefix}group": [self.types.get(actor) == "group" for actor in actors],
            f"{prefix}person": [self.types.get(actor) == "person" for actor in actors],
            f"{prefix}named": [pair in self.named for pair in zip(actors, paragraphs)],
        }


def _of_mentions(table, cast):
    kinds = {kind: table["kind"] == kind for kind in KINDS}
    return kinds | cast.of(table["actor"], table["paragraph"])


def _of_quotes(table, cast):
    types = {name: table["type"] == name for name in ("direct", "mixed")}
    length = {"length": np.log1p((table["end"] - table["start"]).astype(float)), "cued": table["cue"] != ""}
    return types | length | cast.of(table["speaker"], table["paragraph"])


def _of_relations(table, cast):
    asked = table["probability"].notna().to_numpy()
    odds = np.log(
        table["probability"].fillna(0.5).clip(0.01, 0.99) / (1 - table["probability"].fillna(0.5).clip(0.01, 0.99))
    )
    found = {name: table["found_by"] == name for name in ("both", "rule")}
    found |= {"odds": odds, "odds of a rule": odds * (table["found_by"] == "rule"), "not asked": ~asked}
    manner = {
        "material": table["expression"] == "material",
        "against": table["stance"] < 0,
        "own voice": table["voice"] == "author",
    }
    issue = {"issue": table["target_type"] == "issue"}
    ends = cast.of(table["source"], table["paragraph"], "source ") | cast.of(
        table["target"], table["paragraph"], "target "
    )
    return found | manner | issue | ends


def _of_portrayal(table, cast):
    found = {"neutral": table["valence"] == 0, "favourable": table["valence"] > 0, "strength": table["score"].abs()}
    found |= {
        "strength of a neutral": table["score"].abs() * (table["valence"] == 0),
        "encoder": table["found_by"] == "encoder",
    }
    return found | cast.of(table["actor"], table["paragraph"])


FEATURES = {"mentions": _of_mentions, "quotes": _of_quotes, "relations": _of_relations, "portrayal": _of_portrayal}
