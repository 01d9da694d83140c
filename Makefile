# Each target is one line of intent; `make serve` and `make test` need nothing before them.
PYTHON := .venv/bin/python
.PHONY: serve test reindex eval bench lint models browser sbom

serve: models                     ## set up, fetch models, index knowledge/, serve chat page, desk and API
	$(PYTHON) scripts/reindex.py
	$(PYTHON) -m sangdam.channels.serve

test: lint models browser         ## everything that must hold before a change lands
	$(PYTHON) -m pytest -m "not llm" --numprocesses 2 --dist loadfile
	$(PYTHON) -m pytest -m llm

reindex: models                   ## after an edit of knowledge/
	$(PYTHON) scripts/reindex.py

eval: models                      ## the exam: golden conversations through the real turn; ARGS=--help
	$(PYTHON) scripts/evaluate.py $(or $(ARGS),--customers)

bench: models                     ## speed and memory, as ratios and medians of one run
	$(PYTHON) scripts/benchmark.py

lint: .venv/ready                 ## ruff and mypy --strict
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

sbom: .venv/ready                 ## bill of materials, licences, known holes: build/sbom.json
	$(PYTHON) scripts/sbom.py

models: .venv/ready
	$(PYTHON) scripts/fetch_models.py

browser: .venv/ready
	python3 scripts/setup.py test-programs

.venv/ready: pyproject.toml constraints.txt scripts/setup.py
	python3 scripts/setup.py environment
