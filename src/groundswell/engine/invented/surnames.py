"""Fifteen hundred surnames: some that are in common use, most of them put together from the halves of place names.

How frequent each is was made up, by a rule of Zipf over the order here.
"""

from __future__ import annotations

_COMMON = """
Johnson Garcia Williams Smith Rodriguez Brown Martinez Jones Hernandez Davis Lopez Jackson Gonzalez Robinson Perez
Harris Sanchez Washington Ramirez Thomas Torres Lewis Flores Walker Rivera Nguyen Green Gomez Baker Diaz Hill Cruz
Carter Reyes Mitchell Morales Roberts Ortiz Turner Gutierrez Phillips Chavez Parker Ramos Evans Ruiz Edwards Alvarez
Collins Mendoza Stewart Castillo Morris Jimenez Murphy Vasquez Cook Romero Rogers Moreno Morgan Herrera Cooper
Medina Reed Aguilar Bailey Vargas Kelly Castro Howard Guzman Ward Mendez Cox Munoz Peterson Salazar Gray Soto James
Delgado Watson Pena Brooks Rios Sanders Alvarado Price Sandoval Bennett Contreras Wood Guerrero Barnes Ortega Ross
Estrada Henderson Nunez Coleman Maldonado Jenkins Vega Perry Santiago Powell Chen Patel Kim Tran Lee Wang Singh Khan
Ali Pham Le Yang Park Okafor Mensah Diallo Abebe Hassan Mohamed O'Neil O'Brien O'Connor D'Angelo McKay McCall
MacLean Saint-Cyr Dubois Novak Kowalski Schmidt Weber Rossi Ricci Santos Silva Costa Nakamura Sato Ito Haddad
Mansour Petrov Ivanova Larsen Nielsen Núñez Peña Müller Zúñiga Ibáñez De-La-Cruz
"""
_FIRST = """
Ash Beck Brad Carl Dun Elm Fair Gar Hart Ing Kel Lang Mar Nor Oak Pem Quin Rad Stan Thorn Wes Wood Al Bran Clay Den
Ever Farn Gil Hal Kirk Led Mil North Or Pres Rush Sel Til Under Whit York Ald Bur Crom Dal Ed Fen Graf Hazel Kings
Lind
"""
_SECOND = """
ford ton ley well by field son man worth wick ham stone er ridge more cott bury den brook dale land gate shaw ster
croft hurst
"""
SURNAME_COUNT = 1_500


def _all_surnames() -> tuple[str, ...]:
    common = _COMMON.split()
    first, second = _FIRST.split(), _SECOND.split()
    # Step through both halves at once, so that neighbours in the order do not all begin alike.
    composed = [first[(at + row) % len(first)] + second[at % len(second)] for row in range(26) for at in range(52)]
    known = dict.fromkeys([*common, *composed])
    return tuple(known)[:SURNAME_COUNT]


SURNAMES = _all_surnames()
