"""Texts of a hostile shape against prose of the same length: time as a ratio, memory in megabytes.

    python tests/benchmarks/hostile.py [--rules] [--share 0.1] [SHAPE ...]

Each text is read in a process of its own. Prints its CPU time, the ratio to prose of as many characters, and the most
memory that the process held. A share makes every text shorter: ratios that grow with the share are no proportion.
"""

import argparse
import resource
import subprocess
import sys
import time

from analysis import framing
from analysis.article import from_text, read_article
from analysis.lexicon import lexicon

LIMIT = 1800  # seconds after which a text is given up


def names(count):
    """So many full names of persons that no list knows."""
    first = [row["name"] for row in lexicon("first_names")]
    last = lambda n: f"{'BDFGKLMNPRSTVZ'[n % 14]}arr{'aeiou'[n % 5]}{'bdfgklmnprst'[n // 7 % 12]}ovic{n // 84 * 'a'}"
    return [f"{first[n % len(first)]} {last(n)}" for n in range(count)]


def meetings(count):
    """Sentences in which so many persons meet, each one and then the next."""
    return [f"{one} met {other} on Monday." for one, other in zip(names(count), names(count)[1:])]


SHAPES = {
    "spaces": (500_000, lambda n: "Xi" + " " * n + "spoke."),
    "dots": (500_000, lambda n: "Xi spoke" + "." * n),
    "a hyphenated word": (500_000, lambda n: "Xi spoke of " + "ab-" * (n // 3) + "b."),
    "a comma list": (500_000, lambda n: "Xi met " + "ministers, " * (n // 11) + "and left."),
    "and": (20_000, lambda n: "Xi spoke " + "and " * n + "left."),
    "of the": (20_000, lambda n: "Xi spoke " + "of the " * n + "war."),
    "Mr. U.S.": (20_000, lambda n: "Mr. U.S. " * n),
    "alternating parentheses": (20_000, lambda n: "Xi (Putin) " * n),
    "opening quotation marks": (4_000, lambda n: ' "Xi' * n),
    "spaced quotation marks": (4_000, lambda n: 'Xi " spoke ' * n),
    "apostrophes": (4_000, lambda n: "'Xi " * n),
    "that": (20_000, lambda n: "Xi said " + "that " * n + "Putin left."),
    "parentheses": (20_000, lambda n: "Xi spoke " + "(" * n),
    "datelines": (3_000, lambda n: "MOSCOW (Reuters) - Xi spoke.\n\n" * n),
    "one paragraph": (20_000, lambda n: prose(6 * n).replace("\n", " ")),
    "Russia,": (2_000, lambda n: "Russia, " * n),
    "actors": (3_000, lambda n: "\n\n".join(meetings(n))),
    "actors in one paragraph": (1_000, lambda n: " ".join(meetings(n))),
}


def prose(characters):
    """The article of the series again and again, no two sentences alike, cut at so many characters."""
    raw, parts, length = read_article("xi-putin-2021").raw.strip(), [], 0
    while length < characters:
        parts.append(raw.replace(".", f", part {len(parts)}."))
        length += len(parts[-1]) + 2
    return "\n\n".join(parts)[:characters]


def measured(text, *, encoder):
    """Reads a text and prints the CPU seconds it took and the megabytes the process held at most."""
    framing.read(from_text("Xi met Putin."), encoder=encoder)
    begun = time.process_time()
    framing.read(from_text(text), encoder=encoder)
    print(time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def apart(*arguments):
    """The (seconds, megabytes) of a text that is read in a process of its own; infinite where it is given up."""
    command = [sys.executable, __file__, *map(str, arguments)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return float("inf"), float("inf")
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1:])
        return float("inf"), float("inf")
    return tuple(map(float, done.stdout.split()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shapes", nargs="*", choices=[[], *SHAPES], metavar="SHAPE")
    parser.add_argument("--rules", action="store_true", help="without the encoder")
    parser.add_argument("--share", type=float, default=1, help="of the size of each text")
    parser.add_argument("--text", help=argparse.SUPPRESS)
    parser.add_argument("--prose", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.text or options.prose:
        size, shape = SHAPES[options.text] if options.text else (options.prose, prose)
        size = int(size * options.share) if options.text else size
        return measured(shape(size), encoder=not options.rules)
    rules = ["--rules"] * options.rules
    for name in options.shapes or SHAPES:
        size, shape = SHAPES[name]
        size = int(size * options.share)
        length = len(shape(size))
        taken, held = apart("--text", name, "--share", options.share, *rules)
        usual, _ = apart("--prose", length, *rules)
        print(
            f"{name:26s}{size:8d}{length:9d} characters{taken:9.1f} s{taken / usual:8.2f} × prose{held:8.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
