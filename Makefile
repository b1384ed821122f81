# The same words as `python3 dev.py ...`, for those who like make. Options: make test ARGS="-k curve"
PYTHON ?= python3
ARGS ?=

.PHONY: demo test check nightly mutants bench docs lock clean
demo test check nightly mutants bench docs lock clean:
	@$(PYTHON) dev.py $@ $(ARGS)
