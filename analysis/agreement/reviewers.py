"""Reviewers: how often the machine is right by those who reviewed an article, and how far two of them agree."""

import itertools

import pandas as pd

from analysis import review, uncertainty
from analysis.agreement.measures import CELLS, f1
from analysis.agreement.reliability import alpha

LAYERS = ("stance", "quotes", "portrayal", "mentions")
HELD = ("keep", "change", "add")  # verdicts after which a row holds


def against_reviewer(reading):
    """How often the machine's rows of this article are right, and how many of the right ones it has, by its review.

    Columns layer, measure (`precision`: of its rows, those kept as they are; `recall`: of the rows that a reviewer
    found in paragraphs coded blind, those it has), value, low and high (95 %, drawing paragraphs), n. Empty without a
    review; recall is missing where nothing was coded blind. Blind spot: rows shown before they were judged are kept too
    easily, so precision flatters; disputed rows are left out.
    """
    verdicts = reading.review.verdicts if reading.review else pd.DataFrame(columns=["layer", "verdict", "row", "blind"])
    rows = []
    for layer in LAYERS:
        of_layer = verdicts[verdicts["layer"] == layer]
        judged = of_layer[(of_layer["row"] != "") & of_layer["verdict"].isin([*HELD, "reject", "broken"])]
        wanted = of_layer[of_layer["blind"].astype(bool) & of_layer["verdict"].isin(HELD)]
        for measure, table in (("precision", judged), ("recall", wanted)):
            if len(table):
                rows.append({"layer": review.WORDED[layer], "measure": measure} | _share_kept(table))
    return pd.DataFrame(rows, columns="layer measure value low high n".split())


def _share_kept(table):
    cells = pd.DataFrame({"kept": table["verdict"] == "keep", "all": 1}).groupby(table["paragraph"]).sum()
    share = uncertainty.interval(cells, lambda sums: sums[..., 0] / sums[..., 1])
    return {"value": share.value, "low": share.low, "high": share.high, "n": len(table)}


def between_reviewers(reading):
    """How far the first two reviewers of an article agree: one row a layer and measure; empty with fewer than two.

    Columns layer, measure, value, n. `verdicts`: Krippendorff's α (nominal) over the machine's rows that both judged.
    `additions`: F1 of what they added. `pairs`: α over the ordered pairs of parties of each paragraph that both coded
    blind, as against, for or neither, so that silence counts. Krippendorff advises against conclusions below .67.
    """
    both = [review.Review(name, review.load(reading.article, name)) for name in review.coders(reading.article)[:2]]
    columns = "layer measure value n".split()
    if len(both) < 2:
        return pd.DataFrame(columns=columns)
    first, second = (one.verdicts for one in both)
    rows = []
    for layer in LAYERS:
        ratings = pd.concat([_verdicts(table, layer) for table in (first, second)], axis=1, keys=["A", "B"]).dropna()
        sums, added = _additions(first, second, layer)
        rows.append((review.WORDED[layer], "verdicts", alpha(ratings), len(ratings)))
        rows.append((review.WORDED[layer], "additions", float(f1(sums)[0]), added))
    pairs = _pairs(reading, both)
    rows.append((review.WORDED["stance"], "pairs", alpha(pairs), len(pairs)))
    return pd.DataFrame(rows, columns=columns).query("n > 0").reset_index(drop=True)


def _verdicts(verdicts, layer):
    rows = verdicts[(verdicts["layer"] == layer) & (verdicts["row"] != "")]
    return rows.drop_duplicates("row").set_index("row")["verdict"]


def _additions(first, second, layer):
    """Sums of CELLS over what two reviewers added, and how many additions there are between them."""
    added = [{review.meaning(row) for row in _added(table, layer)} for table in (first, second)]
    common = len(added[0] & added[1])
    sums = pd.Series([common, len(added[0]), common, len(added[1])], index=CELLS).to_numpy(dtype=float)
    return sums, len(added[0] | added[1])


def _added(verdicts, layer):
    return verdicts[(verdicts["layer"] == layer) & (verdicts["verdict"] == "add")].to_dict("records")


def _pairs(reading, both):
    """The sign that each reviewer gives every ordered pair of parties, by paragraph that both coded blind."""
    machine = reading.machine or reading
    tables = {field: getattr(machine, field) for field in review.LAYERS.values()}
    blind = set.intersection(*(set(one.verdicts.loc[one.verdicts["blind"] == 1, "paragraph"]) for one in both))
    reviewed = [review.apply(reading.article, tables, one)[0] for one in both]
    units = {
        (number, *pair)
        for number in blind
        for table in reviewed
        for pair in itertools.permutations(sorted(_present(table["mentions"], number)), 2)
    }
    signs = [_signs(table["relations"]) for table in reviewed]
    return pd.DataFrame([[sign.get(unit, 0) for sign in signs] for unit in sorted(units)], columns=["A", "B"])


def _present(mentions, paragraph):
    return set(mentions.loc[mentions["paragraph"] == paragraph, "party"])


def _signs(relations):
    """{(paragraph, source, target): sign}, of parties; 0 where a paragraph has both signs."""
    counted = relations[relations["counted"].astype(bool)]
    sums = counted.groupby(["paragraph", "source_party", "target_party"])["stance"].sum()
    return sums.clip(-1, 1).astype(int).to_dict()
