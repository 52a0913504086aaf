# Two commands: `make run` starts Xiaolu with a demo company, `make test` proves it.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONPATH := src
export DJANGO_SETTINGS_MODULE := xiaolu.settings

.PHONY: run test check setup fmt messages bench soak

run: setup
	@$(BIN)/xiaolu demo --size small --unless-there
	@$(BIN)/xiaolu serve

test: setup
	@sh tooling/test.sh

check: setup
	@sh tooling/check.sh
	@$(BIN)/pytest -n auto -m "not browser and not data and not slow and not database" 2>&1

setup: .venv/.ready src/xiaolu/web/static/vendor/icons.svg src/xiaolu/locale/zh_Hans/LC_MESSAGES/django.mo

.venv/.ready: requirements/setup.txt requirements/dev.txt pyproject.toml
	@sh tooling/setup.sh $(PYTHON)
	@touch $@

src/xiaolu/web/static/vendor/icons.svg: package-lock.json src/xiaolu/web/icons.txt tooling/assets.py | .venv/.ready
	@$(BIN)/python tooling/assets.py fetch
	@touch $@

src/xiaolu/locale/zh_Hans/LC_MESSAGES/django.mo: src/xiaolu/locale/zh_Hans/LC_MESSAGES/django.po | .venv/.ready
	@$(BIN)/python tooling/messages.py build

fmt: setup
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .

messages: setup
	@$(BIN)/python tooling/messages.py update
	@$(BIN)/python tooling/messages.py build

bench: setup
	@$(BIN)/xiaolu bench all

soak: setup
	@XIAOLU_SOAK=1 $(BIN)/pytest -m "database or slow"
