"""Pictures: a figure with its finding as title, its words as text and its colours left to the page."""

import base64
import contextlib
import hashlib
import html
import io
import re
import warnings
from dataclasses import dataclass
from pathlib import Path

import matplotlib
from IPython.display import display
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

from analysis import review
from analysis.figures.basics import alternative, described, style, whole
from analysis.figures.blocs import BLOC_COLOURS

WIDTH = 620  # points; a picture is shown so wide that a point is more than a pixel, or scrolls in its box
SIZE, SMALL, LINE = 9, 8, 12.5
NARROWEST = 9 / SMALL * WIDTH  # pixels at which the smallest words are nine of them high
INK, QUIET, RULE, BAND, PAGE = "#222222", "#555555", "#cccccc", "#f4f4f4", "#ffffff"
VARIABLES = {  # colour on a light page → its name in a page's style, and the colour on a dark page
    INK: ("--ink", "#e8e8e8"),
    "#000000": ("--ink", "#e8e8e8"),
    "#1a1a1a": ("--ink", "#e8e8e8"),
    "#333333": ("--ink", "#e8e8e8"),
    QUIET: ("--quiet", "#b0b0b0"),
    "#777777": ("--quiet", "#b0b0b0"),
    RULE: ("--rule", "#55555c"),
    "#e4e4e4": ("--rule", "#55555c"),
    BAND: ("--band", "#2a2a2f"),
    PAGE: ("--page", "#1b1b1f"),
    **{colour.light: (f"--bloc-{n}", colour.dark) for n, colour in enumerate(BLOC_COLOURS, 1)},
    **{
        colour.text: (f"--bloc-{n}-text", colour.dark)
        for n, colour in enumerate(BLOC_COLOURS, 1)
        if colour.text != colour.light
    },
}
LIGHT = "; ".join(f"{name}: {light}" for light, (name, _) in reversed(VARIABLES.items()))
DARK = "; ".join(f"{name}: {dark}" for name, dark in dict(VARIABLES.values()).items())
COLOURS = f":root {{{LIGHT}}}\n@media (prefers-color-scheme: dark) {{:root {{{DARK}}}}}"  # for the style of a page
ALONE = f"<style>svg {{background: var(--page, {PAGE})}} @media (prefers-color-scheme: dark) {{svg {{{DARK}}}}}</style>"
IMAGE = re.compile(r'<img alt="([^"]*)" style="[^"]*" src="data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)">')


@dataclass(frozen=True, eq=False)
class Picture:
    """A figure and what stands around it: `title` its finding, `says` what it shows, `note` how far to trust it.

    `alt` tells it in words, `svg` is the drawing for a page that gives the colours (see `COLOURS`) and has the
    article's paragraphs as anchors #p1, #p2 …; in a notebook it shows itself.
    """

    title: str
    ax: object
    says: str = ""
    note: str = ""

    @property
    def alt(self):
        return alternative(self.ax)

    @property
    def svg(self):
        return svg(self.ax)

    def __repr__(self):
        return "\n".join(filter(None, (self.title, f"[figure: {self.alt}]", self.says, self.note)))

    def _repr_html_(self):
        return framed(image(self.ax), title=self.title, says=self.says, note=self.note)


def show(ax, *, alt=None):
    """Display a figure with its alternative text, as HTML of its own that any page converter keeps.

    `ax` is what a function of this room gives (or any Axes or Figure); `alt` replaces the text that comes with it.
    ValueError where there is none. The same table gives the same bytes with the same versions of matplotlib.
    """
    if alt:
        described(ax, alt)
    if not alternative(ax):
        raise ValueError("a figure needs an alternative text: show(ax, alt=...)")
    display({"text/html": framed(image(ax)), "text/plain": f"[figure: {alternative(ax)}]"}, raw=True)


def framed(drawing, *, title="", says="", note=""):
    """A drawing as HTML with its title above and its words below; where the page is narrow it scrolls in its box."""
    head = f'<p style="font-weight: bold; margin: 0 0 .4em">{html.escape(title)}</p>' if title else ""
    read = f'<p style="margin: .4em 0 0">{html.escape(says)}</p>' if says else ""
    small = f'<p style="margin: .3em 0 0; font-size: 85%; opacity: .8">{html.escape(note)}</p>' if note else ""
    box = f'<div style="overflow-x: auto" tabindex="0">{drawing}</div>'
    return f'<figure style="margin: 1em 0">{head}{box}{read}{small}</figure>'


def image(ax):
    """The drawing as an image with its alternative text: what JupyterLab shows of a notebook that it does not trust."""
    drawing = svg(ax)
    alone = drawing.replace(">", f">{ALONE}", 1)
    source = base64.b64encode(alone.encode()).decode("ascii")
    return f'<img alt="{html.escape(alternative(ax))}" style="{_size(ax)}" src="data:image/svg+xml;base64,{source}">'


def inlined(page):
    """HTML with its drawings in place of the images of them: words to select, links to follow, the page's colours."""
    return IMAGE.sub(lambda found: base64.b64decode(found[2]).decode().replace(ALONE, ""), page)


def _size(ax):
    width = whole(ax).get_figwidth() * 100
    return f"width: {width:.0f}px; max-width: 100%; min-width: {min(width, NARROWEST):.0f}px; height: auto"


def svg(ax):
    """The drawing as SVG: its words are text, its links lead to paragraphs, its colours have names.

    The same table gives the same bytes. A page that holds several has no name twice.
    """
    with io.BytesIO() as out, _written():
        FigureCanvasSVG(whole(ax)).print_figure(out, format="svg", metadata=dict.fromkeys(METADATA))
        text = out.getvalue().decode()
    text = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", text[text.index("<svg") :], flags=re.S)
    text = re.sub(r' <g id="patch_1">.*?</g>\n', "", text, count=1, flags=re.S)  # the white behind all
    for colour, (name, _) in VARIABLES.items():
        text = text.replace(colour, f"var({name}, {colour})")
    text = re.sub(r"font-family: [^;]*", "font-family: 'DejaVu Sans', Verdana, sans-serif", text)
    return _linked(_apart(re.sub(r"\s*\n\s*", " ", text).replace("> <", "><")), ax)


@contextlib.contextmanager
def _written():
    """Words stay words in a file, names in it are the same each time, and a letter that our font lacks is no fault."""
    with matplotlib.rc_context(AS_TEXT), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        yield


AS_TEXT = {"svg.fonttype": "none", "svg.hashsalt": "framing", "pdf.fonttype": 42}
METADATA = ("Date", "Creator", "Format", "Type")


def _apart(text):
    """The drawing with its own prefix before every name, so that two on a page do not share one."""
    own = f"f{hashlib.sha256(text.encode()).hexdigest()[:6]}-"
    text = re.sub(r' id="([a-z]+_\d+)"', "", text)
    return re.sub(r'( id="|url\(#|href="#)(?=[mhpC][0-9a-f]{10})', rf"\1{own}", text)


def _linked(text, ax):
    """Links with a name; those of marks by mouse alone, as the words beside them are links as well."""
    text = re.sub(
        r'<a xlink:href="#p(\d+)" target="_blank">(<path)?',
        lambda m: (
            f'<a href="#p{m[1]}" aria-label="paragraph {m[1]}" tabindex="-1"><path' if m[2] else f'<a href="#p{m[1]}">'
        ),
        text,
    )
    head = f'<svg role="group" aria-label="{html.escape(alternative(ax))}" style="{_size(ax)}; fill: var(--ink, {INK})"'
    return re.sub(r'<svg(.*?) width="[^"]*" height="[^"]*"', lambda found: head + found[1], text, count=1)


def hedged(reading, layer, *findings):
    """How far to trust a picture: what its findings say of themselves, and who has reviewed the rows beneath it."""
    doubts = [claim.statement.removeprefix(claim.says if claim.met else "").strip() for claim in findings]
    return " ".join(filter(None, [*doubts, review.summary(reading, layer)]))


def save(picture, path):
    """Write a picture, its title on it, for a paper: .svg, .pdf or .png by the ending; the path.

    Bytes are the same each time. ValueError for another ending.
    """
    path = Path(path)
    if path.suffix not in {".svg", ".pdf", ".png"}:
        raise ValueError(f"{path.name}: a figure is saved as .svg, .pdf or .png")
    figure = whole(picture.ax)
    title = figure.text(0, 1.01, picture.title, weight="bold", size=SIZE + 2, va="bottom")
    with _written():
        nothing = dict.fromkeys(METADATA if path.suffix == ".svg" else PLAIN[path.suffix])
        figure.savefig(path, dpi=300, metadata=nothing, bbox_inches="tight", pad_inches=0.08)
    title.remove()
    return path


PLAIN = {".pdf": ("CreationDate", "Creator", "Producer"), ".png": ("Software",)}


# --- a sheet to draw on ----------------------------------------------------------------------------------------------


def sheet(height):
    """Axes measured in points, from the upper left corner, over the whole of a figure of this height."""
    with style():
        figure = Figure(figsize=(WIDTH / 72, height / 72), layout="none")
    ax = figure.add_axes((0, 0, 1, 1))
    ax.axis("off")
    ax.set_xlim(0, WIDTH)
    ax.set_ylim(height, 0)
    return ax


def wide(text, size=SIZE, weight="normal"):
    """How wide some words are, in points; a letter that the font lacks counts as a wide one."""
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    known = get_font(findfont(font)).get_charmap()
    measured = "".join(letter if ord(letter) in known else "W" for letter in text)
    return text_to_path.get_text_width_height_descent(measured, font, False)[0]


def fitted(text, room, **look):
    """Words, the last ones left out where they would take more room than there is, in points.

    >>> fitted("a member of the committee", 40)
    'a …'
    """
    lines = _broken(text, room, look)
    return lines[0] if len(lines) == 1 else f"{_broken(text, room - wide(' …'), look)[0]} …"


def write(ax, x, y, text, *, colour=INK, size=SIZE, paragraph=None, **options):
    """Words on a sheet, the middle of their first line at (x, y); a link where a paragraph is given."""
    url = f"#p{paragraph}" if paragraph else None
    look = {"va": "center_baseline", "color": colour, "fontsize": size, "fontfamily": "DejaVu Sans", "url": url}
    printed = "".join(letter for letter in text if letter.isprintable())
    ax.text(x, y, printed, parse_math=False, **look | options)


def box(ax, x, y, width, height, *, paragraph=None, **look):
    """A rectangle on a sheet with its upper left corner at (x, y); a link where a paragraph is given."""
    url = f"#p{paragraph}" if paragraph else None
    ax.add_patch(Rectangle((x, y), width, height, clip_on=False, url=url, **{"lw": 0} | look))


def unable(title, words, note=""):
    """A picture of an article with nothing to draw: it says so."""
    ax = sheet(2 * LINE)
    write(ax, 0, LINE, words, colour=QUIET)
    return Picture(title, described(ax, f"{title}: {words}"), note=note)


def flow(ax, x, y, pieces, *, left, right=WIDTH, line=LINE):
    """Pieces of words set one after the other from (x, y), on a next line from `left` where they would pass `right`.

    Each piece is its words and the options of `write`; one that is too long for a line is broken between words, and
    BREAK begins a line. Gives the place behind the last one.
    """
    for text, look in pieces:
        if text == BREAK:
            x, y = (left, y + line) if x > left else (x, y)
            continue
        for part in _broken(text, right - left, look):
            width = wide(part, look.get("size", SIZE), look.get("fontweight", "normal"))
            if x + width > right and x > left:
                x, y = left, y + line
            write(ax, x, y, part, **look)
            x += width + GAP
    return x, y


GAP, BREAK = 6, "\n"


def _broken(text, room, look):
    """Words in lines that fit."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        fits = wide(longer, look.get("size", SIZE), look.get("fontweight", "normal")) <= room
        lines = [*lines[:-1], longer] if fits or not lines[-1] else [*lines, word]
    return lines
