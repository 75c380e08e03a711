"""The rules in the middle: the case, the ladder, the gate, the packet's content.

Nothing here reads a clock, a file, a database, a request or a language. Time, day and
language come in as arguments; results are codes and values, never sentences.
"""
