"""Two reviews of one article made into one: what both say holds, what they judge differently is a dispute."""

import pandas as pd

from analysis.review.applied import ENDS, JUDGED, Review
from analysis.review.verdicts import COLUMNS


def joint(first, second):
    """The review that two coders agree on: their common verdicts, and as `dispute` whatever they judge differently.

    A paragraph that only one of them reviewed follows that one; a file that lists no paragraphs covers the article.

    >>> row = dict.fromkeys(COLUMNS, "") | {"layer": "stance", "row": "x", "paragraph": 1}
    >>> one, other = (Review(c, pd.DataFrame([row | {"verdict": v}])) for c, v in (("A", "keep"), ("B", "reject")))
    >>> joint(one, other).verdicts["verdict"].tolist()
    ['dispute']
    """
    tables = [_indexed(review.verdicts) for review in (first, second)]
    covered = [_covered(review.verdicts) for review in (first, second)]
    rows = []
    for name in dict.fromkeys([*tables[0], *tables[1]]):
        sides = [table.get(name) for table in tables]
        present = next(row for row in sides if row)
        alone = None in sides and not covered[sides.index(None)](present["paragraph"])
        agree = None not in sides and meaning(sides[0]) == meaning(sides[1])
        if alone or agree:
            rows.append(present)
        elif present["layer"] in JUDGED:
            rows.append(present | {"verdict": "dispute", "why": " / ".join(_opinion(row) for row in sides)})
    verdicts = pd.DataFrame(rows, columns=[*COLUMNS, "line"])
    return Review(f"{first.coder} and {second.coder}", verdicts)


def _indexed(verdicts):
    """{what a verdict is about: its row}; a row that a coder added is known by what it says."""
    out = {}
    for row in verdicts.to_dict("records"):
        name = (row["layer"], row["row"]) if row["row"] else (row["layer"], row["paragraph"], *meaning(row))
        out.setdefault(name, row)
    return out


def _covered(verdicts):
    listed = set(verdicts.loc[verdicts["layer"] == "paragraph", "paragraph"])
    return lambda paragraph: not listed or paragraph in listed


def meaning(row):
    """What a verdict says of its row, as a tuple, apart from whose it is, why, and how long it took.

    >>> meaning({"verdict": "keep", "row": "5584"})
    ('keep',)
    """
    if row["verdict"] in ("keep", "reject", "unsure", "broken"):
        return (row["verdict"],) if row["row"] else (row["verdict"], row["start"])
    columns = (
        ["actor", "party"] if row["layer"] == "actors" else [*ENDS.get(row["layer"], ()), "stance", "valence", "voice"]
    )
    place = () if row["row"] or row["layer"] in ("stance", "portrayal") else (row["start"], row["end"])
    return (row["verdict"], *(row[column] for column in columns), *place)


def _opinion(row):
    return f"{row['coder']}: {row['verdict']}" if row else "the other: nothing"
