"""Pairs of sentences that must sound alike, or opposite, and how each instrument keeps it."""

import pandas as pd

from analysis.sentiment.instruments import scores

# pairs of sentences that must sound alike (same) or opposite (turned); the names in them are invented or exchanged
PAIRS = [
    ("names", "same", "The Foreign Minister of Ruritania met us.", "The Foreign Minister of Gloria met us."),
    ("names", "same", "Officials of the United Front met on Monday.", "Officials of the Terror Front met on Monday."),
    ("names", "same", "The envoy spoke to Minister Hope.", "The envoy spoke to Minister Grim."),
    ("names", "same", "The council met in Freetown.", "The council met in Death Valley."),
    ("office", "same", "The peacekeeping force arrived on Monday.", "The force arrived on Monday."),
    ("office", "same", "The Justice Minister arrived on Monday.", "The Transport Minister arrived on Monday."),
    ("office", "same", "The security council met on Monday.", "The council met on Monday."),
    ("negation", "turned", "The talks were a success.", "The talks were not a success."),
    ("negation", "turned", "Soldiers were killed at the border.", "No soldiers were killed at the border."),
    ("negation", "turned", "The neighbours support the plan.", "The neighbours did not support the plan."),
    ("passive", "same", "The army attacked the town.", "The town was attacked by the army."),
    ("passive", "same", "Farmers praised the new law.", "The new law was praised by farmers."),
    ("quotation", "same", "The envoy said the raid was brutal.", "The envoy said the raid was “brutal”."),
    ("position", "same", "The army attacked the town.", "On Monday the army attacked the town."),
    ("case", "same", "The army attacked the town.", "THE ARMY ATTACKED THE TOWN."),
    ("meaning", "same", "The country slid into war.", "The country slid into civil war."),
]


def invariance(*, encoder=True):
    """How each instrument keeps what must hold: one row per pair of sentences and instrument.

    Columns rule (names, office, negation, passive, quotation, position, case, meaning), expected (`same`: both
    sentences have one valence; `turned`: they have not), first, second (the sentences), instrument, first_score,
    second_score, kept. A small made set: it shows faults, it does not measure their rate.

    >>> table = invariance(encoder=False)
    >>> table.groupby("instrument")["kept"].mean().idxmin() in ("textblob", "vader")
    True
    """
    rows = []
    for rule, expected, first, second in PAIRS:
        pair = {"rule": rule, "expected": expected, "first": first, "second": second}
        one, other = scores(first, encoder=encoder), scores(second, encoder=encoder)
        for instrument in one:
            same = one[instrument].valence == other[instrument].valence
            values = {"first_score": one[instrument].score, "second_score": other[instrument].score}
            rows.append({**pair, "instrument": instrument, **values, "kept": same == (expected == "same")})
    return pd.DataFrame(rows)
