"""What programs could add up to for one indicator: reach x difference made, summed without counting anybody twice.

Contribution, never attribution: everything here says what could follow from stated assumptions, with their ranges, and
nothing here says what made a curve move. Arithmetic in proportions and people; whoever asks brings the numbers.
"""
