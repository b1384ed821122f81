"""Who is whom beside the parts: participants read to be linked, and a linking kept. Linking itself is in `linkage`.

It stands apart so that whoever only reads a linking does not wait for the engine to be imported.
"""
