"""Re-execute the series in place, as `make notebooks` does before a commit, and keep only what belongs in a diff.

The read-me's picture is the first one of notebook 04, written here each time that notebook is executed.
"""

import base64
import os
import re
import sys
from pathlib import Path

import nbformat

from analysis import report

ROOT = Path(__file__).resolve().parent.parent
KEPT_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
PICTURED, PICTURE = "04-who-gets-to-speak", ROOT / "seeds" / "xi-putin-2021" / "reported-words.svg"


def main():
    environment = {k: v for k, v in os.environ.items() if k != "FRAMING_ARTICLE"} | {"PYTHONPATH": str(ROOT)}
    chosen = [Path(name).resolve() for name in sys.argv[1:]] or report.series()
    faults = 0
    for path in chosen:
        notebook = nbformat.read(path, as_version=4)
        fault = report.execute(notebook, environment)
        print(f"{path.name}: {fault or 'done'}")
        faults += bool(fault)
        notebook.metadata = nbformat.from_dict(KEPT_METADATA)
        for number, cell in enumerate(notebook.cells):
            cell.id = f"c{number:02d}"
            cell.metadata.pop("execution", None)
        nbformat.write(notebook, path)
        if path.stem == PICTURED and not fault:
            PICTURE.write_bytes(picture(notebook))
    return 1 if faults else 0


def picture(notebook):
    """The bytes of the first picture that a notebook shows."""
    shown = "".join(o.get("data", {}).get("text/html", "") for cell in notebook.cells for o in cell.get("outputs", []))
    return base64.b64decode(re.search(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", shown)[1])


if __name__ == "__main__":
    sys.exit(main())
