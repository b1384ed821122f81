"""Our own list of strings that break lesser programs: text that somebody may type, and that must come back unchanged.

Signs that mean something to a database, a shell, a browser, a spreadsheet, a template or a YAML reader; scripts from
right to left; marks that cannot be seen; letters with many shapes; words that look like values; lines and blanks.
"""

LIKE_VALUES = (
    *("undefined", "null", "NULL", "None", "nil", "NIL", "true", "True", "false", "FALSE", "yes", "no", "on", "off"),
    *("NaN", "nan", "Infinity", "-Infinity", "inf", "0", "-0", "00", "01", "0x0", "0b1", "0o7", "1e100", "1E-9", "1/0"),
    *("1,000.00", "1.000,00", "1 000", "1_000", "\u0661\u0662\u0663", "\u00bd", "\u2167", "9" * 40, "2024-01-01"),
    *("12:30:45", "2024-02-30", "0000-00-00", "~", "N/A", "#REF!", "#DIV/0!", "__proto__", "constructor", "toString"),
)
DATABASE = (
    *("' OR '1'='1", "'; DROP TABLE people; --", '"; SELECT 1; --', "1; ATTACH 'x' AS y", "\\'; --", "%", "_", "\\%"),
    *("$$", "$1", "?", ":name", "%s", "%(name)s", "%s %d %n", "'", '"', "''", "`", "/* x */", "--", ";"),
)
BROWSER = (
    *("<script>alert(1)</script>", "<SCRIPT SRC=//example.org/x.js></SCRIPT>", '"><img src=x onerror=alert(1)>'),
    *("'><svg onload=alert(1)>", "<svg/onload=alert(1)>", "<iframe src=javascript:alert(1)>", "javascript:alert(1)"),
    *("data:text/html,<script>alert(1)</script>", "<a href='javascript:alert(1)'>x</a>", "<b>bold</b>", "</title>"),
    *("</textarea><script>alert(1)</script>", "</script><script>alert(1)</script>", "<!--", "-->", "]]>", "<![CDATA["),
    *("<style>*{display:none}</style>", "<base href=//example.org>", "<meta http-equiv=refresh content=0>", "</"),
    *("&amp; &lt;b&gt; &#39;", "&#x3c;script&#x3e;", "&nbsp", "<", ">", "&", '" autofocus onfocus=alert(1) x="'),
    *(
        "[x](javascript:alert(1))",
        "![x](x onerror=alert(1))",
        "<details open ontoggle=alert(1)>",
        "\\u003cscript\\u003e",
    ),
)
TEMPLATES = (
    *("{{ 7*7 }}", "{% now 'Y' %}", "{# x #}", "{0}", "{name}", "{", "}", "${7*7}", "${jndi:ldap://x}", "#{7*7}"),
    *(
        "<%= 7*7 %>",
        "{{constructor.constructor('alert(1)')()}}",
        "%7B%7B7*7%7D%7D",
        "%00%s%n",
        "%n%n%n",
        "\\n",
        "\\u0000",
    ),
)
MACHINES = (
    *("../../etc/passwd", "..\\..\\etc", "C:\\nul", "CON", "aux.txt", "file:///etc/passwd", "/dev/null", "~root", "."),
    *("..", "$(touch x)", "`id`", "| cat", "a && b", "> x", "-rf", "--help", "\\", "\\\\n", "*", "!", "#"),
)
SPREADSHEETS = (
    *("=1+1", '=HYPERLINK("https://example.org")', "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "a,b", "a;b"),
    *('a"b', '"quoted"', ",", "; ", "\t", "a\tb"),
)
YAML = (
    *("- a\n- b", "key: value", "# heading", "---", "...", "&a", "*a", "!tag", "!!python/object:x", "%YAML", ":", "|"),
    *("|\n a", "[1]", "{a: b}", "? x", "<<: *a", "'x", '"x'),
)
LETTERS = (
    *("\u00e9", "e\u0301", "\ufb00", "\u00df", "\u1e9e", "\u0130i", "\u0131I", "\u03c3\u03c2", "\U0001d4b3", "\uff21"),
    *(
        "\u7530\u4e2d\u3055\u3093",
        "\ud55c\uae00",
        "\u0e01\u0e33\u0e41\u0e1e\u0e07",
        "\u0939\u093f\u0928\u094d\u0926\u0940",
    ),
    *("\u05e9\u05dc\u05d5\u05dd", "\u0645\u0631\u062d\u0628\u0627", "\ufdfd", "abc \u05d0\u05d1 def", "\U00020bb7"),
    *(
        "\U0001f600",
        "\U0001f469\u200d\U0001f469\u200d\U0001f467",
        "\U0001f1fa\U0001f1f8",
        "\U0001f44d\U0001f3fd",
        "#\ufe0f\u20e3",
    ),
    *(
        "Z\u0317\u031f\u032e\u0347a",
        "\u0430\u0440\u0440l\u0435",
        "\u2126\u212b",
        "O'Neil",
        "O\u2019Neil",
        "Nguy\u1ec5n",
        "\u01c6",
    ),
)
UNSEEN = (
    *(
        "\u202etxet\u202c",
        "\u2066x\u2069",
        "a\u200bb",
        "a\u200db",
        "a\u2060b",
        "\ufeffx",
        "x\ufeff",
        "a\u00adb",
        "\u180e",
    ),
    *(
        "x\u00a0y",
        "x\u2003y",
        "\u3000x",
        "x\u2028y",
        "x\u2029y",
        "x\u0085y",
        "\ufffdx",
        "\ue000",
        "\U000f0000",
        "\ufff9",
    ),
)
BLANKS_AND_LINES = (" leading", "trailing ", "a  b", "a\nb", "a\n\nb", "a" * 3000, "a " * 500 + "a", "x.y" * 300)

NAUGHTY: tuple[str, ...] = (
    *(*LIKE_VALUES, *DATABASE, *BROWSER, *TEMPLATES, *MACHINES, *SPREADSHEETS),
    *(*YAML, *LETTERS, *UNSEEN, *BLANKS_AND_LINES),
)
# What runs, or changes a page, where somebody forgets to make text of it.
RUNNING: tuple[str, ...] = (*BROWSER, *TEMPLATES)
# What no name may hold: `problem_with_name`.
NAUGHTY_NAMES = tuple(
    text for text in NAUGHTY if not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
