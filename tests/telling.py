"""A test that failed is told at once: a run that is stopped before its end, as by a limit of time, has no summary."""

import pytest


class Telling:
    """Writes what went wrong as soon as it is known."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self.terminal = terminal

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Where a step of a test failed: which, and how."""
        if report.failed:
            self.terminal.ensure_newline()
            self.terminal.write_line(f"FAILED while {report.when}: {report.nodeid}", red=True)
            self.terminal.write_line(report.longreprtext)


@pytest.hookimpl(trylast=True)  # the terminal configures itself first
def pytest_configure(config: pytest.Config) -> None:
    """Only whoever writes to the terminal tells; a worker reports to it."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Telling(terminal), "telling")
