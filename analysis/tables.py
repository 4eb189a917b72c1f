"""Words of others where they might do something: in a spreadsheet, which computes, and in a terminal, which obeys."""

import re

import pandas as pd

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
