# make report | make test | make lab: each sets up what it needs.
# The active environment is used where it has the packages; else .venv is built from requirements.lock.
PYTHON ?= python3
NEEDED = jupyterlab, nbconvert, pandas, matplotlib, nltk, textblob, vaderSentiment, networkx, scipy, tqdm, onnxruntime, tokenizers, mistune, platformdirs
TESTING = pytest, xdist, ruff, selenium, hypothesis
export PYTHONPATH := $(CURDIR)$(if $(PYTHONPATH),:$(PYTHONPATH))
export JUPYTER_PREFER_ENV_PATH = 1
HAS = $(shell $(PYTHON) -c "import sys, $(NEEDED), $(1); assert sys.version_info >= (3, 11)" 2>/dev/null && echo yes)
PY = $(if $(filter yes,$(call HAS,$(1))),$(PYTHON),.venv/bin/python)

.PHONY: report test lab notebooks wikinews lock clean

report: PYTHON_HERE := $(call PY,json)
report: $(if $(filter yes,$(call HAS,json)),,.venv/ready)
	$(PYTHON_HERE) -m analysis report $(ARTICLE)

test: PYTHON_HERE := $(call PY,$(TESTING))
test: $(if $(filter yes,$(call HAS,$(TESTING))),,.venv/ready)
	$(PYTHON_HERE) -m ruff check .
	$(PYTHON_HERE) -m ruff format --check .
	$(PYTHON_HERE) -m pytest --numprocesses auto --dist loadfile

lab: PYTHON_HERE := $(call PY,json)
lab: $(if $(filter yes,$(call HAS,json)),,.venv/ready)
	$(PYTHON_HERE) -m jupyter lab notebooks/00-what-is-this-text.ipynb

# re-execute the series in place, for a commit
notebooks: PYTHON_HERE := $(call PY,json)
notebooks: $(if $(filter yes,$(call HAS,json)),,.venv/ready)
	$(PYTHON_HERE) tests/execute.py

# read the articles of seeds/wikinews anew and count what the machine finds, for a commit (some minutes)
wikinews: PYTHON_HERE := $(call PY,json)
wikinews: $(if $(filter yes,$(call HAS,json)),,.venv/ready)
	$(PYTHON_HERE) tests/wikinews.py .wikinews
	rm -rf .wikinews

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c "import venv, ensurepip" || { echo "Python's venv module is needed (Debian: apt install python3-venv)"; exit 1; }
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --require-hashes -r requirements.lock
	.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch .venv/ready

# write requirements.lock anew from pyproject.toml (needs uv)
lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --extra test --extra build --python-version 3.11 pyproject.toml -o requirements.lock

clean:
	rm -rf .venv report
