"""Given names, with the short forms people go by.

An own list of names that are in common use; how frequent each is was made up, by a rule of Zipf over the order here.
A line is a name followed by its short forms, where it has any.
"""

from __future__ import annotations

_GIRLS = """
Maria Mia|Sofia Sofi|Elizabeth Liz Beth Betsy Lizzie|Emily Em Emmy|Olivia Liv Livvy|Jasmine Jas|Ana
Isabella Bella Izzy|Aaliyah|Katherine Kate Katie Kathy Kat|Camila Cami|Sarah|Destiny|Emma|Ava|Jennifer Jen Jenny
Gabriela Gaby|Nia|Grace Gracie|Alexandra Alex Lexi Sandra|Madison Maddie|Valentina Val|Jessica Jess Jessie|Zoë
Victoria Vicky Tori|Samantha Sam Sammy|Natalia Nat|Imani|Rebecca Becky Becca|Ruth Ruthie|Daniela Dani|Layla
Margaret Maggie Meg Peggy|Amara|Charlotte Charlie Lottie|Stephanie Steph|Hannah|Kayla|Abigail Abby Gail|Rosa Rosie
Nicole Nikki|Brianna Bri|Leah|Christina Chris Tina Chrissy|Mariana|Angela Angie|Naomi|Ella|Jada|Valeria
Theresa Terry Tess|Ximena|Faith|Andrea Andie|Susan Sue Susie|Kiara|Genevieve Gen Evie|Patricia Pat Patty Tricia
Aisha|Lucia Lucy|Deborah Deb Debbie|Ebony|Fatima|Julia Jules|Renée|Mei|Monica Mona|Caroline Carrie|Paula
Penelope Penny|Tiana|Yasmin Yas|Josephine Jo Josie|Esther Essie|Diana Di|Linh|Priya|Veronica Ronnie Vera
Dorothy Dot Dottie|Elena Lena|Cynthia Cindy|Keisha|Hazel|Amelia Amy Millie|Serena|Florence Flo Flora|Pamela Pam|Noor
Teresa Tere|Beatrice Bea Trixie|Gloria|Sabrina Bri|Jacqueline Jackie|Amina|Lillian Lily Lil|Nadia|Vivian Viv|Anh
Rosalind Roz|Marisol Mari|Tamara Tammy|Guadalupe Lupe|Winifred Winnie Freda|Ines|Constance Connie|Hayley
Bernadette Bernie|Shanice|Eleanor Ellie Nell Nora|Ivy|Frances Fran Frankie|Kimberly Kim|Alma|Harriet Hattie
Esperanza|Philippa Pippa|Joy|Mercedes|Cassandra Cass Cassie|Thuy|Araceli|Wanda|Gwendolyn Gwen Wendy|Dalia|June
Marguerite|Iris|Nyla|Octavia Tavia
"""
_BOYS = """
José Pepe|Michael Mike Mikey Mick|Christopher Chris Kit|Daniel Dan Danny|Juan|Anthony Tony|Matthew Matt|Joshua Josh
Luis|Elijah Eli|James Jim Jimmy Jamie|Malik|David Dave Davey|Carlos|William Will Bill Billy Liam|Isaiah Ike
Robert Rob Bob Bobby|Alexander Alex Xander Al|Jayden Jay|Joseph Joe Joey|Gabriel Gabe|Xavier Xavi|Noah
Andrew Andy Drew|Diego|Benjamin Ben Benny|Darius|John Johnny Jack|Angel|Samuel Sam Sammy|Marcus Marc
Nathaniel Nate Nathan|Jorge|Thomas Tom Tommy|Tyrone Ty|Kevin Kev|Mateo Teo|Nicholas Nick Nicky|Miguel|Jeremiah Jerry
Edward Ed Eddie Ted Ned|Adrian|Terrence Terry|Richard Rick Dick Richie|Javier Javi|Caleb|Charles Charlie Chuck|Omar
Jonathan Jon Jonny|Ricardo Rico|Zachary Zach|Andre|Steven Steve Stevie|Jamal|Francisco Paco Pancho
Theodore Theo Ted Teddy|Khalil|Ethan|Manuel Manny Manolo|Timothy Tim Timmy|Dominic Dom Nico|Minh|Patrick Pat Paddy
Aiden|Vincent Vince Vinny|Alejandro Alex Ale|Deshawn Shawn|George Georgie|Lucas Luke|Rafael Rafa|Peter Pete
Isaac Ike Zac|Fernando Nando|Gregory Greg|Tariq|Lawrence Larry|Hector|Kenneth Ken Kenny|Antonio Tonio Toño|Jermaine
Henry Hank Harry|Sebastian Seb Bash|Ronald Ron Ronnie|Ibrahim Ibra|Eric Rick|Roberto Beto|Lamar
Frederick Fred Freddie|Ezekiel Zeke|Pablo|Wei|Raymond Ray|Eduardo Lalo Edu|Quentin Quent|Harold Hal Harry|Ahmed
Leonard Leo Len Lenny|Emmanuel Manny|Walter Walt Wally|Oscar|Jerome Jerry|Augustus Gus Augie|Enrique Quique Kiki
Stuart Stu|Kofi|Albert Al Bert|Ramon|Philip Phil|Cedric|Salvador Sal Chava|Bernard Bernie|Hugo|Dwayne|Maximilian Max
Tuan|Abraham Abe|Reginald Reggie Reg|Ignacio Nacho|Clifford Cliff|Silas|Yusuf|Gerald Gerry Jerry|Emilio
Franklin Frank Frankie|Arjun|Cornelius Neil Connie|Tobias Toby|Guillermo Memo|Wesley Wes|Percy|Owen
"""


def _groups(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group.split()) for line in text.split("\n") for group in line.split("|") if group.strip())


GIRLS = _groups(_GIRLS)
BOYS = _groups(_BOYS)
GIVEN_NAMES: tuple[str, ...] = tuple(group[0] for group in (*GIRLS, *BOYS))
SHORT_FORMS: tuple[tuple[str, ...], ...] = tuple(group[1:] for group in (*GIRLS, *BOYS))
