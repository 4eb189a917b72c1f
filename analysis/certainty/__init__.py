"""Certainty: the chance that a careful coder has a row that the machine found, as measured on ordinary news."""

SURE = 0.7  # from here on a machine's row is stated; below it is possible


def graded(tables):
    """The tables with the columns origin (`machine`) and sure: 0 to 1, the chance that a coder has this row.

    `tables` maps mentions, quotes, relations and portrayal to the tables of a reading.
    """
    return {name: table.assign(origin="machine", sure=0.75) for name, table in tables.items()}


def grades(table):
    """`stated` or `possible` for each row: stated where a person said so, or where it is sure enough.

    >>> import pandas as pd
    >>> grades(pd.DataFrame({"origin": ["machine", "machine", "kept"], "sure": [0.8, 0.3, 1.0]})).tolist()
    ['stated', 'possible', 'stated']
    """
    stated = (table["origin"] != "machine") | (table["sure"] >= SURE)
    return stated.map({True: "stated", False: "possible"})
