"""How names, numbers and addresses are read before they are hashed: one spelling for what is the same.

These rules belong to version 1 of the format. They are not those of linking in the clear, which may grow better from
one release to the next: two providers with different releases must still make the same encodings.
"""

from __future__ import annotations

import re
import unicodedata

_NOT_NAMES = frozenset((
    "UNKNOWN", "UNK", "NONE", "NULL", "NA", "NAN", "ANONYMOUS", "TEST", "REFUSED", "BABY", "INFANT",
    "NEWBORN", "XXX", "XX",
))  # fmt: skip
_SUFFIXES = frozenset(("JR", "SR", "II", "III", "IV", "JUNIOR", "SENIOR"))
_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE"})
_APART = re.compile(r"[\s\-_/.,]+")
_SIGNS = re.compile(r"[^A-Z]")
_NO_DIGIT = re.compile(r"\D", re.ASCII)
_NOT_PLAIN = re.compile(r"[^A-Z0-9]")
_WORDS = re.compile(r"[A-Z0-9]+")
_DIRECTIONS = frozenset((
    "N", "S", "E", "W", "NE", "NW", "SE", "SW", "NORTH", "SOUTH", "EAST", "WEST", "APT", "UNIT", "CALLE",
    "RUE",
))  # fmt: skip
_MOST_PAIRS = 14

_SHORT_FORMS = """
ROBERT BOB BOBBY ROB ROBBIE|WILLIAM BILL BILLY WILL WILLIE LIAM|RICHARD RICK RICKY DICK RICH|JAMES JIM JIMMY JAMIE
JOHN JACK JOHNNY JON|MICHAEL MIKE MICKEY MIKEY|CHARLES CHUCK CHARLIE CHAS|THOMAS TOM TOMMY|JOSEPH JOE JOEY
DANIEL DAN DANNY|DAVID DAVE DAVEY|EDWARD ED EDDIE TED NED|ANTHONY TONY|CHRISTOPHER CHRIS KIT|MATTHEW MATT
ANDREW ANDY DREW|STEVEN STEVE STEVIE|STEPHEN STEPH|KENNETH KEN KENNY|RONALD RON RONNIE|TIMOTHY TIM TIMMY
GREGORY GREG|JEFFREY JEFF|BENJAMIN BEN BENNY BENJI|SAMUEL SAMMY|NICHOLAS NICK NICKY|JONATHAN JONNY NATHAN
ALEXANDER ALEX SANDY XANDER|ALEXANDRA LEXI ALEXA SASHA|PATRICK PADDY|PETER PETE|PHILIP PHIL|RAYMOND RAY
LAWRENCE LARRY|FRANCIS FRANK FRANKIE|GERALD GERRY JERRY|HAROLD HARRY HAL|HENRY HANK|WALTER WALT WALLY
DONALD DON DONNIE|DOUGLAS DOUG|FREDERICK FRED FREDDIE|LEONARD LEN LENNY|THEODORE THEO|VINCENT VINCE VINNY
ZACHARY ZACH ZACK|JOSHUA JOSH|JACOB JAKE|NATHANIEL NATE|GABRIEL GABE|ISAAC IKE|ABRAHAM ABE|EUGENE GENE
ELIZABETH LIZ BETH BETTY LIZZIE ELIZA BETSY LIBBY|MARGARET MAGGIE PEGGY MEG MARGE GRETA
KATHERINE KATE KATHY KATIE KAT KITTY|CATHERINE CATHY CAT|JENNIFER JEN JENNY|JESSICA JESS JESSIE|REBECCA BECKY BECCA
DEBORAH DEB DEBBIE|SUSAN SUE SUSIE SUZY|PATRICIA PAT PATTY TRISH TRICIA|BARBARA BARB BARBIE BABS
VICTORIA VICKY TORI VICKI|CHRISTINE TINA CHRISSY|CHRISTINA CHRISTIE|DOROTHY DOT DOTTIE DOLLY|VIRGINIA GINNY
KIMBERLY KIM|STEPHANIE STEFFI|SAMANTHA SAM|AMANDA MANDY|MELISSA MISSY LISSA|PAMELA PAM|CYNTHIA CINDY|SANDRA SANDI
JACQUELINE JACKIE|JUDITH JUDY|TERESA TERRY TERI TESS|VERONICA RONNI|VALERIE VAL|ABIGAIL ABBY|ALLISON ALLIE
ANGELA ANGIE|ARABELLA BELLA|ELEANOR ELLIE NORA NELL|FRANCES FRAN FANNIE|GABRIELLE GABBY|ISABELLA IZZY
JOSEPHINE JO JOSIE|MADELINE MADDIE|NATALIE NAT|OLIVIA LIV LIVVY|PENELOPE PENNY|DIANA DI|KRISTEN KRIS KRISTY
JOSE PEPE|FRANCISCO PACO PANCHO|GUADALUPE LUPE LUPITA|IGNACIO NACHO|JESUS CHUY|ROSARIO CHAYO|EDUARDO LALO
MANUEL MANNY MANOLO|ENRIQUE QUIQUE KIKE|ANTONIO TONO|ALBERTO BETO|GUILLERMO MEMO|LUIS LUCHO|CONCEPCION CONCHA
DOLORES LOLA|ISABEL ISA CHABELA|RAFAEL RAFA|SALVADOR CHAVA|SANTIAGO CHAGO|GRACIELA CHELA|ROSA ROSITA|ANA ANITA
CARLOS CARLITOS|JUAN JUANITO|GABRIELA GABY|ALEJANDRO ALE|MIGUEL MIGUELITO|MARIA MARI|MERCEDES MECHE
"""
_LONG_FORM = {
    short: line.split()[0]
    for line in reversed(_SHORT_FORMS.replace("\n", "|").split("|"))
    for short in line.split()[1:]
}


def name(text: str) -> str:
    """A name in capital letters without accents and signs, its parts joined by one blank; "" where it says no name.

    >>> name(" José-Luis "), name("O'Neil Jr."), name("unknown")
    ('JOSE LUIS', 'ONEIL', '')
    """
    plain = text
    if not text.isascii():
        split = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        plain = "".join(sign for sign in split if not unicodedata.combining(sign))
    parts = [part for part in (_SIGNS.sub("", each) for each in _APART.split(plain.upper())) if part]
    while len(parts) > 1 and parts[-1] in _SUFFIXES:
        parts.pop()
    found = " ".join(parts)
    return "" if found in _NOT_NAMES else found


def long_form(standard: str) -> str:
    """The name that a first name may be short for, or the first part of it itself.

    >>> long_form("BOB"), long_form("JOSE LUIS"), long_form("ADA")
    ('ROBERT', 'JOSE', 'ADA')
    """
    first = standard.partition(" ")[0]
    return _LONG_FORM.get(first, first)


def letter_pairs(standard: str) -> list[str]:
    """The different pairs of neighbouring letters of a name, its ends marked; of a long name the first fourteen.

    >>> letter_pairs("ANNA")
    [' A', 'AN', 'NN', 'NA', 'A ']
    """
    framed = f" {standard} "
    return list(dict.fromkeys(framed[at : at + 2] for at in range(len(framed) - 1)))[:_MOST_PAIRS]


def postal_code(text: str) -> str:
    """A postal code in capitals without blanks; of an American one the first five digits.

    >>> postal_code("06511-1234"), postal_code("sw1a 1aa"), postal_code("00000")
    ('06511', 'SW1A1AA', '')
    """
    plain = _NOT_PLAIN.sub("", text.upper())
    if plain.isdigit() and len(plain) == 9:
        plain = plain[:5]
    return plain[:10] if len(set(plain)) > 1 else ""


def phone(text: str) -> str:
    """The last ten digits of a phone number; "" for fewer than seven, and for one digit again and again.

    >>> phone("+1 (155) 555-0101"), phone("000-000-0000")
    ('1555550101', '')
    """
    digits = _NO_DIGIT.sub("", text)[-10:]
    return digits if len(digits) >= 7 and len(set(digits)) > 1 else ""


def agreed_id(text: str) -> str:
    """A number that agencies agreed on: letters and digits; "" for fewer than four, or one sign again and again."""
    plain = _NOT_PLAIN.sub("", text.upper())
    return plain if len(plain) >= 4 and len(set(plain)) > 1 else ""


def street(text: str) -> tuple[str, str]:
    """House number and name of a street, "" where there is none.

    >>> street("12 N. Elm Street Apt 3"), street("Elm St")
    (('12', 'ELM'), ('', 'ELM'))
    """
    words = _WORDS.findall(text.upper())
    number = words[0] if words and words[0][0].isdigit() else ""
    names = (word for word in words if word.isalpha() and word not in _DIRECTIONS)
    return number, next(names, "")
