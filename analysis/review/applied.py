"""What a review makes of the machine's tables: rows kept, changed, added, rejected, and verdicts whose row is gone."""

from dataclasses import dataclass, field, replace

import pandas as pd

from analysis.review.page import key

LAYERS = {"mentions": "mentions", "quotes": "quotes", "stance": "relations", "portrayal": "portrayal"}
JUDGED = {
    "mentions": ["actor", "kind"],
    "quotes": ["speaker", "cue", "type"],
    "stance": ["source", "target", "target_type", "stance", "expression", "voice"],
    "portrayal": ["actor", "valence", "voice"],
}
ENDS = {"mentions": ["actor"], "quotes": ["speaker"], "stance": ["source", "target"], "portrayal": ["actor"]}
PARTY = {"actor": "party", "speaker": "party", "source": "source_party", "target": "target_party"}
ORIGIN = {"keep": "kept", "change": "changed", "add": "added"}
TRAIL = ["layer", "paragraph", "verdict", "was", "now", "text", "coder", "why", "start", "end"]
BROKEN = "the text is too broken to read"


@dataclass(frozen=True, eq=False)
class Review:
    """Who reviewed an article and what became of it: the verdicts, the trail of changes, and what was set aside.

    Tables with the columns of TRAIL: `trail` (every verdict), `rejected` (rows that count nowhere), `orphaned`
    (verdicts whose row this version no longer produces) and `disputed` (what two coders judge differently; it counts
    nowhere).
    """

    coder: str
    verdicts: pd.DataFrame = field(repr=False)
    trail: pd.DataFrame = field(default=None, repr=False)

    @property
    def rejected(self):
        return self.trail[self.trail["verdict"].isin(["reject", "broken"])]

    @property
    def disputed(self):
        return self.trail[self.trail["verdict"] == "dispute"]

    @property
    def orphaned(self):
        return self.trail[self.trail["was"].eq("") & ~self.trail["verdict"].isin(["add", "broken", "dispute"])]

    def __repr__(self):
        counts = self.verdicts["verdict"].value_counts()
        return f"Review by {self.coder}: " + ", ".join(f"{count} {verdict}" for verdict, count in counts.items())


def describe(layer, row):
    """A row of a layer in a few words.

    >>> describe("stance", {"source": "Kiev", "target": "Minsk", "stance": -1, "voice": "author"})
    'Kiev → Minsk −'
    """
    voice = row.get("voice") or "author"
    spoken = "" if voice == "author" else f" (in the voice of {voice})"
    if layer == "stance":
        return f"{row['source']} → {row['target']} {'+' if row['stance'] > 0 else '−'}{spoken}"
    if layer == "quotes":
        return f"said by {row['speaker']}"
    if layer == "portrayal":
        return f"{row['actor']} {('discredited', 'neutral', 'shown favourably')[row['valence'] + 1]}{spoken}"
    return str(row["actor"])


def apply(article, tables, review):
    """The tables of a reading as a review leaves them: ({field of Framing: table}, the Review with its trail).

    Kept, changed and added rows are sure; rejected, disputed and too broken ones leave their table and stand in the
    trail; rows nobody judged stay the machine's. Merged and renamed actors take their new name and party everywhere.
    """
    parties = dict(zip(tables["mentions"]["actor"], tables["mentions"]["party"]))
    names = _names(review.verdicts, parties)
    broken = review.verdicts[review.verdicts["verdict"] == "broken"].to_dict("records")
    reviewed, trail = {}, [_line("text", row, row) for row in broken]
    for layer, attribute in LAYERS.items():
        bench = _Bench(layer, tables[attribute], article, parties)
        for verdict in review.verdicts[review.verdicts["layer"] == layer].to_dict("records"):
            trail.append(bench.judge(verdict))
        for stretch in broken:
            trail += bench.strike(stretch)
        reviewed[attribute] = _renamed(bench.table(), layer, names, parties)
    trail = pd.DataFrame(trail, columns=TRAIL).sort_values(
        ["paragraph", "start", "end"], kind="stable", ignore_index=True
    )
    return reviewed, replace(review, trail=trail)


def _names(verdicts, parties):
    """{the machine's name of an actor: the reviewer's}; parties that were set are written into `parties`."""
    names = {}
    for row in verdicts[verdicts["layer"] == "actors"].to_dict("records"):
        names[row["row"]] = row["actor"]
        parties[row["actor"]] = row["party"] or parties.get(row["actor"]) or parties.get(row["row"]) or row["actor"]
    return names


def _renamed(table, layer, names, parties):
    """The table with the reviewer's names; whoever belonged to a renamed party belongs to it still."""
    if not names or table.empty:
        return table
    table = table.copy()
    for column in [*ENDS[layer], "voice"]:
        if column not in table:
            continue
        changed = table[column].isin(list(names))
        table[column] = table[column].map(lambda name: names.get(name, name))
        if column in PARTY:
            table.loc[changed, PARTY[column]] = table.loc[changed, column].map(parties)
            table[PARTY[column]] = table[PARTY[column]].map(lambda name: names.get(name, name))
    return table


def _line(layer, row, verdict, *, was="", now=""):
    """A line of the trail: where a row stands and what became of it, and who said so."""
    place = {column: row[column] for column in ("paragraph", "verdict", "text", "why", "start", "end")}
    return place | {"layer": layer, "was": was, "now": now, "coder": verdict["coder"]}


class _Bench:
    """One layer under review: the machine's rows, and what each verdict makes of them."""

    def __init__(self, layer, table, article, parties):
        self.layer, self.article, self.parties = layer, article, parties
        self.columns, self.empty = list(table.columns), table
        self.rows = table.to_dict("records")
        self.at = {key(layer, row): number for number, row in enumerate(self.rows)}
        self.gone, self.judged = set(), set()

    def judge(self, verdict):
        """Carry out one verdict; its line of the trail."""
        number = None if verdict["verdict"] == "add" else self._matched(verdict)
        before = self.rows[number] if number is not None else None
        was = describe(self.layer, before) if before else ""
        after = self._made(verdict, before)
        if (
            number is None and verdict["verdict"] in ORIGIN
        ):  # what a person confirmed holds, whatever the machine says now
            self.rows.append(after)
            self.judged.add(len(self.rows) - 1)
        elif number is not None:
            self.judged.add(number)
            if verdict["verdict"] in ("reject", "dispute"):
                self.gone.add(number)
            else:
                self.rows[number] = after
        now = describe(self.layer, after) if verdict["verdict"] in ORIGIN else ""
        return _line(self.layer, verdict, verdict, was=was, now=now)

    def strike(self, stretch):
        """Set aside the machine's rows whose words lie in a stretch that is too broken to read."""
        lines = []
        for number, row in enumerate(self.rows):
            inside = stretch["start"] <= row["start"] and row["end"] <= stretch["end"]
            if inside and number not in self.judged and number not in self.gone and self.layer != "mentions":
                self.gone.add(number)
                words = row | {"verdict": "broken", "why": stretch["why"] or BROKEN}
                lines.append(_line(self.layer, words, stretch, was=describe(self.layer, row)))
        return lines

    def table(self):
        kept = [row for number, row in enumerate(self.rows) if number not in self.gone]
        order = ["paragraph", "start", "end"] if "paragraph" in self.columns else ["start", "end"]
        table = pd.DataFrame(kept, columns=self.columns).sort_values(order, kind="stable", ignore_index=True)
        return table.astype(self.empty.dtypes.to_dict(), errors="ignore") if kept else self.empty.head(0)

    def _matched(self, verdict):
        """The machine's row that a verdict is about: by its key, else by its place and whom it is about."""
        if verdict["row"] in self.at:
            return self.at[verdict["row"]]
        about = {verdict[column] for column in ENDS[self.layer]}
        for number, row in enumerate(self.rows):
            close = row["start"] < verdict["end"] and verdict["start"] < row["end"]
            if close and number not in self.judged and {row[column] for column in ENDS[self.layer]} == about:
                return number
        return None

    def _made(self, verdict, before):
        """The row after a verdict: the machine's where it was kept or left unsure, else with what the person said."""
        row = dict(before) if before else self._blank(verdict)
        if verdict["verdict"] in ("change", "add") or before is None:
            for column in JUDGED[self.layer]:
                if column in self.columns and verdict[column] not in ("", None):
                    row[column] = verdict[column]
        for column in ENDS[self.layer]:
            row[PARTY[column]] = self.parties.get(row[column], row[column])
        row["origin"] = ORIGIN.get(verdict["verdict"], "machine")
        row["sure"] = 1.0 if verdict["verdict"] in ORIGIN else min(row["sure"] or 0.5, 0.5)
        return row

    def _blank(self, verdict):
        """A row of this layer with the words of a verdict and nothing else."""
        start, end = int(verdict["start"]), int(verdict["end"])
        low, high = self.article.to_clean(start, end)
        sentence = self.article.sentence_at(low)[0] if len(self.article.sentences) else 0
        words = {
            "start": start,
            "end": end,
            "text": self.article.raw[start:end],
            "clean_text": self.article.clean[low:high],
        }
        filled = {
            "paragraph": verdict["paragraph"],
            "sentence": sentence,
            **words,
            "found_by": "person",
            "status": "stated",
            "rule": f"added by {verdict['coder']}",
            "counted": True,
            "voice": "author",
            "target_type": "actor",
            "expression": "verbal",
            "type": "",
            "score": float(verdict["valence"]),
            "intensity": float(verdict["stance"]),
        }
        places = {column: -1 for column in self.columns if column.endswith("_start") or column.endswith("_end")}
        return {column: filled.get(column, places.get(column, "")) for column in self.columns}
