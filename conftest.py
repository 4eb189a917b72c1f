"""Tests compute everything: none reads what an earlier run kept on disk, or keeps anything there."""

import os

os.environ["FRAMING_CACHE"] = "off"
