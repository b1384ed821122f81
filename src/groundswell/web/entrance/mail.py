"""Letters to the console: what an installation does until somebody says where its mail goes."""

import sys
from typing import Any

from django.core.mail.backends import console

CONSOLE = "groundswell.web.entrance.mail.ConsoleBackend"


class ConsoleBackend(console.EmailBackend):
    """Writes to standard error, for with `--json` nothing but one document may stand on standard output."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **{"stream": sys.stderr, **settings})
