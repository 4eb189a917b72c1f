"""Scorecard: what every instrument reaches on public data and coded articles, as it was measured and committed."""

from pathlib import Path

import pandas as pd

from analysis.uncertainty import short

COLUMNS = "set measure instrument value low high constant n tuned_on remark versions date".split()
COMMITTED = Path(__file__).with_name("scorecard.csv")


def committed(parts=(), *, articles=False):
    """The scorecard that comes with the package, as a table to read: interval in one column, figures to two decimals.

    `parts` keeps the measures whose name holds one of these words ("tone", "stance"); `articles` adds the rows of each
    coded article to those of all together. Columns set, measure, instrument, value, interval, constant, n, tuned_on,
    date. Empty where no scorecard has been written. Blind spot: it holds for the versions named in the file
    (`analysis/scorecard.csv`), not for later ones.

    >>> list(committed(("tone",)).columns[:3])
    ['set', 'measure', 'instrument']
    """
    table = pd.read_csv(COMMITTED) if COMMITTED.is_file() else pd.DataFrame(columns=COLUMNS)
    asked = table["measure"].map(lambda name: not parts or any(part in str(name) for part in parts)).astype(bool)
    table = table[table["value"].notna() & asked]
    table = table if articles else table[~table["set"].str.startswith("coded article ")]
    interval = [
        f"{short(low)} to {short(high)}" if pd.notna(low) else "" for low, high in zip(table["low"], table["high"])
    ]
    table = table.assign(
        interval=interval, value=table["value"].round(2), constant=table["constant"].round(2), n=table["n"].astype(int)
    )
    return table[
        ["set", "measure", "instrument", "value", "interval", "constant", "n", "tuned_on", "date"]
    ].reset_index(drop=True)
