"""Figures that set several accounts of one event side by side."""

import numpy as np

from analysis.figures.basics import GREY, SERIES, begin, described, nothing, series, shortened, style


@style()
def compared(table, title, unit, *, most=8):
    """Bars of the same counts in several accounts: one panel an account, one row for each row of the table.

    `table` has what is counted in its first column and one column of numbers an account (`claims.words_compared`,
    `claims.opposition_compared`); `unit` names what is counted. Where a row has no bar, the account does not have it.
    """
    rows, accounts = table.head(most), list(table.columns[1:])
    if rows.empty:
        return nothing(title, f"no {unit} to count")
    names, places = rows.iloc[:, 0], np.arange(len(rows))
    figure, axes = begin(title, 1.2 + 0.3 * len(rows), ncols=len(accounts), sharey=True, sharex=True)
    for ax, account in zip(np.ravel(axes), accounts):
        ax.barh(places, rows[account], height=0.65, color=SERIES[0])
        for place, number in zip(places, rows[account]):
            ax.text(number, place, f" {number}", va="center", color=GREY)
        ax.set_xlabel(f"{account[:1].upper()}{account[1:]}")
        ax.set_xlim(0, rows[accounts].to_numpy().max() * 1.2)
        ax.set_yticks(places, [shortened(name[:1].upper() + name[1:], 34) for name in names])
    np.ravel(axes)[0].invert_yaxis()
    told = [f"{account}: {series([f'{n} {v}' for n, v in zip(names, rows[account]) if v][:4])}" for account in accounts]
    return described(np.ravel(axes)[0], f"Bars of {unit}, one panel an account. {'; '.join(told)}.")
