"""How sure a row is: fitted on coded articles of ordinary news, and checked on those held out.

    python -m analysis.training.certainty TEXTS

TEXTS holds a folder an article, named by its id, with article.txt. Writes weights.csv and curve.csv of
analysis/certainty.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from tqdm import tqdm

from analysis import certainty, framing
from analysis.article import read_article
from analysis.training import coded_news

RIDGE = 2.0
BINS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]


def main(texts):
    articles = coded_news.read("articles").drop_duplicates("article")
    cases = {layer: {"x": [], "y": [], "held": []} for layer in certainty.LAYERS}
    for row in tqdm(list(articles.itertuples()), desc="articles"):
        article = read_article(Path(texts) / row.article / "article.txt")
        coding = coded_news.unpack(article.raw, row.article, row.coder)
        reading = framing.read(article, review=False)
        tables = {layer: getattr(reading, layer) for layer in certainty.LAYERS}
        aligned = Aligned(tables["mentions"], coding)
        for layer in certainty.LAYERS:
            judged = aligned.right(layer, tables[layer])
            cases[layer]["x"].append(pd.DataFrame(certainty.features(layer, tables)))
            cases[layer]["y"] += judged
            cases[layer]["held"] += [bool(row.held_out)] * len(judged)
    write(cases)


def write(cases):
    """Fit each layer and write its weights, and how they hold on the articles held out."""
    weights, curve = [], []
    for layer, case in cases.items():
        x, y, held = pd.concat(case["x"]).astype(float), np.array(case["y"], dtype=float), np.array(case["held"])
        fitted = fit(x.to_numpy()[~held], y[~held])
        weights += [(layer, name, round(weight, 4)) for name, weight in zip(x.columns, fitted)]
        sure = 1 / (1 + np.exp(-(x.to_numpy()[held] @ fitted)))
        curve += reliability(layer, sure, y[held])
    to = certainty.FOLDER
    pd.DataFrame(weights, columns=["layer", "feature", "weight"]).to_csv(to / "weights.csv", index=False)
    pd.DataFrame(curve, columns=["layer", "low", "high", "n", "sure", "right"]).to_csv(to / "curve.csv", index=False)


def fit(x, y):
    """The weights of a logistic regression with a ridge on all but the first column, which is constant.

    >>> x = np.array([[1.0, 0.0], [1.0, 1.0]] * 50)
    >>> weights = fit(x, x[:, 1])
    >>> bool(weights[1] > 2)
    True
    """

    def loss(weights):
        score = x @ weights
        chance = 1 / (1 + np.exp(-score))
        penalty = RIDGE * np.r_[0, weights[1:]]
        value = np.logaddexp(0, score).sum() - y @ score + (penalty @ weights) / 2
        return value, x.T @ (chance - y) + penalty

    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x


def reliability(layer, sure, right):
    """One row for each tenth of `sure` that holds rows: how many, how sure, and the share that a coder has."""
    rows = []
    for low, high in zip(BINS, BINS[1:]):
        inside = (sure >= low) & ((sure < high) | (high == 1.0))
        if inside.any():
            rows.append(
                (layer, low, high, int(inside.sum()), round(sure[inside].mean(), 3), round(right[inside].mean(), 3))
            )
    return rows


class Aligned:
    """A coding beside the machine's cast: actors aligned one to one by name, then by the spans that they share."""

    def __init__(self, mentions, coding):
        self.coding = coding
        self.party = {row["actor"]: row["party"] or row["actor"] for row in coding["actors"]}
        self.own = dict(zip(mentions["actor"], mentions["party"]))
        spans = {}
        for row in coding["mentions"]:
            spans.setdefault((row["start"], row["end"]), []).append(row["actor"])
        self.same = {actor: actor for actor in set(mentions["actor"]) & set(self.party)}
        shared = {}
        for row in mentions.itertuples():
            for actor in spans.get((row.start, row.end), ()):
                shared[row.actor, actor] = shared.get((row.actor, actor), 0) + 1
        for name, actor in sorted(shared, key=lambda pair: (-shared[pair], pair)):
            if name not in self.same and actor not in self.same.values():
                self.same[name] = actor

    def actor(self, name):
        return self.same.get(name, name)

    def side(self, name):
        """The party of an actor as the coder has it, as far as the coder knows the actor or its party."""
        actor = self.actor(name)
        return self.party.get(actor) or self.party.get(
            self.actor(self.own.get(name, name)), self.actor(self.own.get(name, name))
        )

    def right(self, layer, table):
        """Whether the coder has each row of a layer, as a list."""
        return [bool(getattr(self, f"_{layer}")(row)) for row in table.itertuples()]

    def _mentions(self, row):
        return any(self.actor(row.actor) == m["actor"] and overlap(row, m) >= 0.5 for m in self.coding["mentions"])

    def _quotes(self, row):
        return any(
            overlap(row, q) >= 0.3 and self.side(row.speaker) == self.party.get(q["speaker"], q["speaker"])
            for q in self.coding["quotes"]
        )

    def _relations(self, row):
        if row.target_type == "issue":
            known = [s for s in self.coding["stance"] if s["target"] not in self.party]
            ends = lambda s: self.side(row.source) == self.party.get(s["source"], s["source"])
        else:
            known = self.coding["stance"]
            wanted = (self.side(row.source), self.side(row.target))
            ends = lambda s: wanted == tuple(self.party.get(s[end], s[end]) for end in ("source", "target"))
        return any(s["paragraph"] == row.paragraph and s["stance"] == row.stance and ends(s) for s in known)

    def _portrayal(self, row):
        wanted = (row.paragraph, self.actor(row.actor), row.valence)
        return any((p["paragraph"], p["actor"], p["valence"]) == wanted for p in self.coding["portrayal"])


def overlap(row, coded):
    """The share of the union of two spans in which they overlap."""
    shared = min(row.end, coded["end"]) - max(row.start, coded["start"])
    return shared / (max(row.end, coded["end"]) - min(row.start, coded["start"])) if shared > 0 else 0.0


if __name__ == "__main__":
    main(sys.argv[1])
