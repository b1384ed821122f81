"""Who works with whom: levels of commitment, what each side says of a partnership, who may read it, the network of all.

Purpose and level are independent, a level is nothing that somebody ticks but the highest at which something is done
together, and a higher level is not a better one: the right level is the one that fits the purpose.
"""
