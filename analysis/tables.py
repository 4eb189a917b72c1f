"""Tables: words of others made harmless in a spreadsheet and in a terminal, and regressions kept as tables."""

import csv
import functools
import re

import numpy as np
import pandas as pd

EDGE = 0.02  # no probability counts as nearer to 0 or 1
# what makes a formula of a cell, in half and in full width; a sign before a figure alone makes none
_FORMULA = re.compile(r"^(?!\s*[+-][\d.,\s%]*$)\s*[=+@\-\t\r＝＋－＠][=+@\-\s＝＋－＠]*")


def write(table, path):
    """Write a table as UTF-8 CSV; signs that would begin a formula are left out of the cell that they begin.

    A cell of words that begins with `=`, `+`, `-`, `@`, a tab or a carriage return is what a spreadsheet would compute.
    The sign goes, and where the cell is the column `text`, `start` moves behind it, so that the words of the file from
    `start` to `end` are those of the cell to any reader of the file. OSError where it cannot be written.
    """
    rows = [inert(row) for row in table.to_dict("records")]
    pd.DataFrame(rows, columns=table.columns).to_csv(path, index=False, errors="backslashreplace")


def inert(row):
    """The cells of a row, as a dict, without the signs that would begin a formula.

    >>> inert({"start": 5, "end": 9, "text": "=-Xi", "sure": -0.5, "said": "-1+2"})
    {'start': 7, 'end': 9, 'text': 'Xi', 'sure': -0.5, 'said': '1+2'}
    """
    out = {name: _FORMULA.sub("", cell) if isinstance(cell, str) else cell for name, cell in row.items()}
    if "start" in row and isinstance(row.get("text"), str):
        out["start"] = row["start"] + len(row["text"]) - len(out["text"])
    return out


def printable(words):
    """Words in one line, with a mark in place of every character that steers a terminal.

    >>> printable("Xi \\x1b[2Jmet\\nPutin.")
    'Xi �[2Jmet Putin.'
    """
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in words)


@functools.cache
def regressions(folder):
    """The logistic regressions in a folder's weights.csv: {what each is of (the first column): {feature: weight}}."""
    found = {}
    with (folder / "weights.csv").open(encoding="utf-8", newline="") as handle:
        for of, feature, weight in list(csv.reader(handle))[1:]:
            found.setdefault(of, {})[feature] = float(weight)
    return found


def chance(weights, known):
    """The chance that a logistic regression gives every row, 0 to 1, from {feature: one number a row}.

    >>> chance({"always": 0.0}, {"always": [1, 1]}).tolist()
    [0.5, 0.5]
    """
    score = sum(weights[name] * np.asarray(column, dtype=float) for name, column in known.items())
    return 1 / (1 + np.exp(-score))


def found_by_encoder(probabilities, prefix=""):
    """How surely the encoder finds something: its odds, 0 where it was not asked, and whether it was."""
    known = np.asarray(probabilities, dtype=float)
    return {f"{prefix}odds": odds(np.where(np.isnan(known), 0.5, known)), f"{prefix}asked": ~np.isnan(known)}


def odds(probabilities):
    """The logarithm of the odds.

    >>> odds(0.5).item()
    0.0
    """
    likely = np.clip(np.asarray(probabilities, dtype=float), EDGE, 1 - EDGE)
    return np.log(likely / (1 - likely))
