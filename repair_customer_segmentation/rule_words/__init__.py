"""Rules in words: the tiers of a policy as sentences, in English and Chinese, and back.

``write.py`` makes sentences of rules, ``read.py`` rules of sentences; what one writes, the other
reads, exactly. Plain values in, plain values out: no model is known here.
"""
