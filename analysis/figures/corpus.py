"""Many articles: every article a square that leads to it, and the figures of a corpus the three ways they are known."""

import html

import pandas as pd
from IPython.display import HTML

from analysis.figures.basics import SERIES, begin, described, legend, name_axis, nothing, series, style
from analysis.figures.tables import grid

SURE, POSSIBLE = "■", "□"
LINK = 'style="text-decoration: none; color: #0072b2"'
WAYS = {"corrected": ("o", "corrected"), "sample": ("s", "coded sample alone"), "machine": ("^", "machine alone")}


def squares(rows, articles, *, by, most=10, order=None):
    """Each article as a square behind what it is counted for, one row a value of `by`; a click opens the article.

    `rows` has the columns id, `by` and, where known, `stated`: a full square where something of it is stated, an empty
    one where the machine alone says so and is not sure. `articles` has the columns id, title, date and url, and its
    squares stand in the order of their dates. `order` names the values to show; else those of most articles.

    >>> rows = pd.DataFrame({"id": ["a"], "party": ["Cuba"]})
    >>> known = pd.DataFrame({"id": ["a"], "title": ["Cuba votes"], "date": ["2020-01-01"], "url": ["https://x.org/a"]})
    >>> 'href="https://x.org/a" title="Cuba votes, 2020-01-01"' in squares(rows, known, by="party").data
    True
    """
    sure = rows["stated"] > 0 if "stated" in rows else pd.Series(True, index=rows.index)
    each = rows.assign(stated=sure).groupby([by, "id"], as_index=False)["stated"].any()
    number = each[by].value_counts()
    names = order or sorted(number.index, key=lambda name: (-number[name], name))[:most]
    known = articles.set_index("id", drop=False).sort_values("date", kind="stable")
    lines = []
    for name in names:
        stated = each[each[by] == name].set_index("id")["stated"]
        links = "".join(_square(known.loc[key], stated[key]) for key in known.index if key in stated.index)
        lines.append([html.escape(str(name)), str(len(stated)), links or "none"])
    return _table([by, "articles", "each article"], lines) if lines else _table([], [])


def calendar(articles, full, *, by="topic"):
    """Each article as a square that leads to it, by month from left to right and one row a value of the column `by`.

    `full` is a boolean Series by id: whose squares are full. Articles without a date are left out.
    """
    dated = articles[articles["date"].str.match(r"\d{4}-\d\d")]
    if dated.empty or by not in dated:
        return _table([], [])
    month = pd.PeriodIndex(dated["date"].str[:7], freq="M")
    columns = pd.period_range(month.min(), month.max(), freq="M")
    lines = []
    for value, part in sorted(dated.groupby(by), key=lambda pair: -len(pair[1])):
        cells = (part[month[dated[by] == value] == column] for column in columns)
        squares = ["".join(_square(row, full[row["id"]]) for _, row in cell.iterrows()) for cell in cells]
        lines.append([html.escape(str(value)), str(len(part)), *squares])
    heads = [f"{column:%b}"[0] + (f"<br>{column:%Y}" if column.month == 1 else "") for column in columns]
    return _table([by, "all", *heads], lines, width="2.6em")


def leading(rows, articles, *, by, least=2):
    """Which party comes first in each topic (or month): its name, and a square for each article that it stands on.

    `rows` has the columns id, party, counted and `stated`; a column of this table is a value of `counted`. `by` is a
    column of `articles`, or `month`. A cell is empty where no party has `least` articles, and where more than two tie.
    """
    known = articles.assign(month=articles["date"].str[:7])
    if by not in known or rows.empty:
        return _table([], [])
    known, parts = known.set_index("id", drop=False).sort_values("date", kind="stable"), rows["counted"].unique()
    lines = []
    sizes = known[by].value_counts()
    for value, size in (sizes.sort_index() if by == "month" else sizes).items():
        here = rows[rows["id"].map(known[by]) == value]
        cells = [_leader(here[here["counted"] == part], known, least) for part in parts]
        lines.append([html.escape(str(value)), str(size), *cells])
    return _table([by, "articles", *map(str, parts)], lines, width="14em")


def _leader(rows, known, least):
    number = rows.groupby("party")["id"].nunique()
    first = number[number == number.max()].index if len(number) else []
    if not 1 <= len(first) <= 2 or number.max() < least:
        return ""
    stated = {name: rows[rows["party"] == name].set_index("id")["stated"] for name in first}
    squares = lambda ids: "".join(_square(known.loc[key], ids[key] > 0) for key in known.index if key in ids.index)
    return "<br>".join(f"{html.escape(str(name))} {squares(ids)}" for name, ids in stated.items())


def _square(article, full):
    """One article: a square with its title and date on hover, a link where it has an address."""
    about = html.escape(", ".join(filter(None, [str(article.get("title") or article["id"]), article["date"]])))
    mark, address = SURE if full else POSSIBLE, str(article.get("url") or "")
    if not address.startswith(("https://", "http://")):
        return f'<span title="{about}">{mark}</span>'
    return f'<a href="{html.escape(address)}" title="{about}" {LINK}>{mark}</a>'


def _table(heads, lines, width=None):
    if not lines:
        return HTML("<p><em>Nothing to show: no article has any of it.</em></p>")
    look = "text-align: left; vertical-align: top; padding: .1em .3em"
    looks = [f"{look}; white-space: nowrap"] * 2
    looks += [f"{look}; max-width: {width}; overflow-wrap: anywhere" if width else look] * (len(heads) - 2)
    page = grid(heads, lines, looks, look="font-size: 80%; line-height: 1.1", of_heads="; white-space: nowrap")
    return HTML(f'<div style="overflow-x: auto">{page}</div>')


def points(sentences):
    """Sentences as a list, one below the other.

    >>> points(["Cuba speaks.", "Peru does not."]).data
    '<ul><li>Cuba speaks.</li><li>Peru does not.</li></ul>'
    """
    return HTML(f"<ul>{''.join(f'<li>{html.escape(sentence)}</li>' for sentence in sentences)}</ul>")


@style()
def three_ways(estimates, *, truth=None, title="Three ways to know a share", label="figure"):
    """Shares with their 95 % intervals: corrected, by the coded sample alone, and by the machine alone.

    `estimates` is a table of `corpus.estimates` or `corpus.parties`, `label` its column of names; `truth`, a Series by
    those names, is drawn as a cross: what all codings give, where all are there.
    """
    if estimates.empty:
        return nothing(title, "no figure to show")
    figure, ax = begin(title, 1.2 + 0.48 * len(estimates))
    for step, (way, (marker, words)) in enumerate(WAYS.items()):
        places = [place + 0.24 * (step - 1) for place in range(len(estimates))]
        reach = [estimates[way] - estimates[f"{way}_low"], estimates[f"{way}_high"] - estimates[way]]
        look = {"fmt": marker, "ms": 4.5, "color": SERIES[step], "capsize": 2, "lw": 1.2, "label": words}
        ax.errorbar(estimates[way], places, xerr=reach, **look)
    if truth is not None:
        places, look = range(len(estimates)), {"marker": "x", "color": "#000000", "s": 36, "zorder": 3}
        ax.scatter([truth[name] for name in estimates[label]], places, label="all codings", **look)
    name_axis(ax, list(estimates[label]))
    ax.set_xlim(0, None)
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    ax.grid(axis="x")
    legend(figure, 4)
    said = series(
        [f"{row[label]} {row['corrected']:.0%}, machine alone {row['machine']:.0%}" for _, row in estimates.iterrows()]
    )
    return described(ax, f"Shares with intervals, corrected and by the machine alone: {said}.")
