"""Census: what is known of the actors of an article that a row with them may be judged by."""

import numpy as np

from analysis.actors.roster import NAMED
from analysis.tables import found_by_encoder

USUAL = 0.96  # the median probability of a mention that the encoder finds, in 121 articles left out of training
READ = ["actor", "type", "kind", "paragraph", "probability"]


class Census:
    """How often each actor is mentioned, of what type it is, and how surely it stands in which paragraph.

    Read from a table of mentions; what a column that it lacks would tell is not known.
    """

    def __init__(self, mentions):
        mentions = mentions.reindex(columns=READ)
        mentions = mentions.assign(probability=probabilities(mentions))
        self.times = mentions["actor"].value_counts().to_dict()
        self.types = dict(zip(mentions["actor"], mentions["type"]))
        named = mentions[mentions["kind"].isin(NAMED)]
        self.named = set(zip(named["actor"], named["paragraph"]))
        other = mentions[mentions["kind"] != "demonym"]
        self.adjectives = self.named - set(zip(other["actor"], other["paragraph"]))
        self.found = mentions.groupby(["actor", "paragraph"])["probability"].max().dropna().to_dict()

    def of(self, actors, paragraphs, prefix=""):
        """The features of the actors of some rows: {feature: one number a row}."""
        found = [self.found.get(pair, np.nan) for pair in zip(actors, paragraphs)]
        return {
            f"{prefix}often": [np.log1p(self.times.get(actor, 0)) for actor in actors],
            f"{prefix}group": [self.types.get(actor) == "group" for actor in actors],
            f"{prefix}person": [self.types.get(actor) == "person" for actor in actors],
            f"{prefix}named": [pair in self.named for pair in zip(actors, paragraphs)],
            f"{prefix}adjective alone": [pair in self.adjectives for pair in zip(actors, paragraphs)],
        } | found_by_encoder(found, prefix)


def probabilities(mentions):
    """How surely each mention is one: as the encoder found it, as it usually does where the rules alone read them all.

    >>> import pandas as pd
    >>> probabilities(pd.DataFrame({"probability": [np.nan, np.nan]})).tolist()
    [0.96, 0.96]
    """
    known = mentions["probability"]
    return known.fillna(USUAL) if known.isna().all() else known
