"""Make the counts of seeds/wikinews anew from its articles, as `make wikinews` does; a run that was killed goes on.

    python tests/wikinews.py FOLDER

FOLDER is where the tables of all articles are written (by the corpus command); what is shipped are counts of them.
"""

import json
import sys

from analysis import __version__, corpus
from analysis.corpus.loading import LAYERS, SHIPPED


def main():
    out = sys.argv[1]
    corpus.write(SHIPPED / "articles.csv", out, ending="csv.gz", keep=("title", "topic", "url"), version=__version__)
    articles = corpus.table(out, "articles").set_index("id")
    tables = corpus.led({name: corpus.table(out, name) for name in LAYERS}, articles["date"].to_dict())
    corpus.by_article(tables, articles.index).to_csv(SHIPPED / "machine.csv")
    corpus.by_party(tables).to_csv(SHIPPED / "machine_parties.csv", index=False)
    said = corpus.manifest(out) | {"source": "seeds/wikinews/articles.csv"}
    (SHIPPED / "manifest.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
