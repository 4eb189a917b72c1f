"""Train the heads that read who is in an article, on an encoder that stays as it is.

    python -m analysis.training.cast TEXTS ENCODER

TEXTS holds the coded articles as ID/article.txt, ENCODER is the folder of the encoder's files; cast.npz is put beside
them. The encoder reads every article once; then the heads learn in a few minutes on one core. A stopped run goes on
where it was.
"""

import argparse
import hashlib
import json
import random
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from tqdm import tqdm

from analysis import actors, encoder
from analysis.article import read_article
from analysis.training import coded_news

RATE, WEIGHT_DECAY = 1e-3, 0.01
LEAST = dict(zip(encoder.CAST_KINDS, (0.4, 0.5, 0.35, 0.4)))  # chosen on a sixth of the articles, kept back
UNTOLD = 0.1  # how often an article is read without the rules' marks


class Cast(nn.Module):
    """The heads for mentions and links; the sizes are those of the marks that the package makes."""

    def __init__(self, marks, pair, new):
        super().__init__()
        self.marks, self.told = nn.Linear(marks, encoder.WIDE), nn.Linear(marks, 64)
        nn.init.normal_(self.marks.weight, std=0.02)
        kinds, state = len(encoder.CAST_KINDS), encoder.WIDE + 64
        self.span = nn.Linear(3 * state, 128)
        self.around, both = nn.Linear(3 * state, 64), state + 64  # a word beside its neighbours
        self.begin, self.end = nn.Linear(both, 64), nn.Linear(both, 64)
        self.bil = nn.Parameter(torch.randn(kinds, 64, 64) * 0.02)
        self.one, self.near = nn.Linear(both, 2 * kinds), nn.Linear(both, 2 * kinds)  # at its ends, and just outside
        self.inside = nn.Linear(both, kinds)  # whether a word can stand within a mention
        nn.init.constant_(self.inside.bias, 2.0)
        self.width = nn.Parameter(torch.zeros(encoder.MOST, kinds))
        self.rule = nn.Parameter(torch.eye(kinds, kinds + 1))
        self.others = nn.Parameter(torch.ones(kinds))  # what other spans of the same words weigh
        self.bias = nn.Parameter(torch.full((kinds,), -3.0))
        self.pair1, self.pair2 = nn.Linear(3 * 128 + pair, 96), nn.Linear(96, 1)
        self.new1, self.new2 = nn.Linear(128 + new, 48), nn.Linear(48, 1)
        self.dropout, self.less = nn.Dropout(0.25), nn.Dropout(0.3)

    def states(self, read, marks):
        """The states of words, from those of the encoder and their marks."""
        return torch.cat([self.dropout(read + self.marks(marks)), gelu(self.told(marks))], -1)

    def spans(self, states, pairs, rules, same):
        """Logits, none and KINDS, of spans given as first and last word."""
        i, j = pairs.T
        states = self.less(states)
        padded = functional.pad(states, (0, 0, 1, 1))
        around = gelu(self.around(torch.cat([padded[:-2], states, padded[2:]], -1)))
        states = torch.cat([states, self.less(around)], -1)
        end = torch.einsum("kab,nb->kan", self.bil, self.dropout(gelu(self.end(states))))
        first, last = self.one(states).chunk(2, 1)
        before, after = functional.pad(self.near(states), (0, 0, 1, 1)).chunk(2, 1)
        within = functional.pad(functional.logsigmoid(self.inside(states)).cumsum(0), (0, 0, 1, 0))
        z = (gelu(self.begin(states)) @ end)[:, i, j].T + first[i] + last[j]
        z = z + before[i] + after[j + 2] + within[j + 1] - within[i]
        z = z + self.width[j - i] + rules @ self.rule.T + self.bias
        each, count = torch.tanh(z / 2), same.bincount()
        total = torch.zeros(len(count), z.shape[1]).index_add(0, same, each)
        others = (total[same] - each) / (count[same] - 1).clamp(min=1).unsqueeze(1)
        return functional.pad(z + others * self.others, (1, 0))

    def links(self, states, spans, places, pairs, new):
        """Logits: row n, column n + 1: mention n refers to mention n; column 0: to somebody new."""
        first, last = spans.T
        total = functional.pad(states.cumsum(0), (0, 0, 1, 0))
        mean = (total[last] - total[first]) / (last - first).unsqueeze(1)
        g = self.dropout(gelu(self.span(torch.cat([states[first], states[last - 1], mean], -1))))
        i, j = places.T
        one, other, rest = self.pair1.weight.split([128, 128, self.pair1.in_features - 256], 1)
        z = (g @ one.T)[i] + (g @ other.T)[j] + torch.cat([g[i] * g[j], pairs], -1) @ rest.T + self.pair1.bias
        out = torch.full((len(g), len(g) + 1), -1e4)
        out[i, j + 1] = self.pair2(self.dropout(gelu(z)))[:, 0]
        out[:, 0] = self.new2(gelu(self.new1(torch.cat([g, new], -1))))[:, 0]
        return out


def gelu(x):
    return functional.gelu(x, approximate="tanh")


# --- what it learns from ---------------------------------------------------------------------------------------------


def lesson(folder, article, coder, below):
    """One coded article as tensors: windows of lower states, marks, spans and their kinds, mentions, links."""
    coded = coded_news.read("mentions", article=article, coder=coder)
    read = actors.lesson(read_article(folder / article / "article.txt"), coded[coded["start"] >= 0].itertuples())
    pairs, rules, wording = encoder.candidates(read["words"], read["sentences"], read["rules"])
    kind = {(first, last): 1 + encoder.CAST_KINDS.index(kind) for first, last, kind in read["spans"]}
    right = torch.zeros(len(read["actors"]), len(read["actors"]) + 1, dtype=torch.bool)
    for n, k in read["places"].tolist():
        right[n, k + 1] = bool(read["actors"][n] & read["actors"][k])
    right[:, 0] = ~right.any(1)
    return {
        "read": torch.from_numpy(encoder.states_of(*read["read"], below)),
        "marks": torch.from_numpy(read["marks"]),
        "candidates": torch.from_numpy(pairs - [0, 1]),
        "rules": torch.from_numpy(rules),
        "wording": torch.from_numpy(wording),
        "kinds": torch.tensor([kind.get(tuple(pair), 0) for pair in pairs.tolist()]),
        "spans": torch.tensor([span[:2] for span in read["spans"]], dtype=torch.long).reshape(-1, 2),
        "places": torch.from_numpy(read["places"]),
        "pairs": torch.from_numpy(read["pairs"]),
        "new": torch.from_numpy(read["new"]),
        "right": right,
    }


def losses(model, one, *, untold=False):
    """What a model gets wrong of an article's mentions, and of their links."""
    marks = one["marks"].clone()
    if untold:
        marks[:, -actors.FROM_RULES :] = 0
    states = model.states(one["read"], marks)
    z = model.spans(states, one["candidates"], one["rules"] * (not untold), one["wording"])
    found = functional.cross_entropy(z, one["kinds"], reduction="sum") / max(20, len(one["spans"]))
    if len(one["spans"]) < 2:
        return found, found * 0
    likely = model.links(states, *(one[part] for part in ("spans", "places", "pairs", "new"))).log_softmax(-1)
    return found, -likely.masked_fill(~one["right"], -1e9).logsumexp(-1).mean()


# --- training --------------------------------------------------------------------------------------------------------


def fit(model, lessons, checkpoint, *, epochs, seed):
    """Train a model on articles and give it the mean of its weights over the second half of the steps."""
    steps = epochs * len(lessons)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=WEIGHT_DECAY)
    rise = lambda i: min(1, (i + 1) / (0.06 * steps)) * max(0.02, 1 - i / steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rise)
    kept = torch.load(checkpoint, weights_only=True) if checkpoint.is_file() else {"epoch": 0, "mean": None, "count": 0}
    if kept["epoch"]:
        for part, state in ((model, "model"), (optimizer, "optimizer"), (schedule, "schedule")):
            part.load_state_dict(kept[state])
    for epoch in range(kept["epoch"], epochs):
        rng = random.Random(f"{seed} {epoch}")
        torch.manual_seed(seed * 1000 + epoch)
        model.train()
        for one in tqdm(rng.sample(lessons, len(lessons)), mininterval=10):
            optimizer.zero_grad()
            sum(losses(model, one, untold=rng.random() < UNTOLD)).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            if 2 * schedule.last_epoch > steps:
                _average(kept, model.state_dict())
        parts = {"model": model, "optimizer": optimizer, "schedule": schedule}
        kept |= {"epoch": epoch + 1} | {name: part.state_dict() for name, part in parts.items()}
        torch.save(kept, checkpoint)
    model.load_state_dict(kept["mean"])
    model.eval()


def _average(kept, state):
    kept["count"] += 1
    kept["mean"] = kept["mean"] or {name: value.clone() for name, value in state.items()}
    for name, value in kept["mean"].items():
        value.lerp_(state[name], max(0.01, 1 / kept["count"]))


# --- the file that is shipped ----------------------------------------------------------------------------------------


def export(model, folder, settings):
    """Write cast.npz beside an encoder, in 16 bits, and the checksums of all that is shipped."""
    weights = {name: value.numpy().astype(np.float16) for name, value in model.state_dict().items()}
    np.savez_compressed(folder / "cast.npz", settings=json.dumps(settings), **weights)
    names = ("cast.npz", "encoder.onnx", "tokenizer.json")
    sums = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


# --- the command -----------------------------------------------------------------------------------------------------


def main(arguments=None):
    """Train the heads and write cast.npz beside the encoder."""
    parser = argparse.ArgumentParser(prog="python -m analysis.training.cast", description=main.__doc__)
    parser.add_argument("texts", type=Path, help="the folder of the coded articles")
    parser.add_argument("encoder", type=Path, help="the folder of the encoder's files")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--leave-out", type=int, help="the part of the articles (`coded_news.part`) not to learn from")
    given = parser.parse_args(arguments)
    torch.manual_seed(given.seed)
    below, coded = encoder.load(given.encoder), coded_news.read("articles", held_out=0).drop_duplicates("article")
    coded = coded[coded["article"].map(coded_news.part) != given.leave_out]
    lessons = [lesson(given.texts, row.article, row.coder, below) for row in coded.itertuples()]
    model = Cast(*(lessons[0][name].shape[-1] for name in ("marks", "pairs", "new")))
    fit(model, lessons, given.encoder / "cast.checkpoint.pt", epochs=given.epochs, seed=given.seed)
    export(model, given.encoder, {"least": LEAST})


if __name__ == "__main__":
    main()
