"""Small files, one concept each."""

MOST_LINES = 300


def too_long(tree):
    """Find files of Python that are longer than anybody reads at once."""
    for module in tree.modules:
        lines = module.text.count("\n")
        if lines > MOST_LINES:
            yield (
                f"{module.path}:1: {lines} lines, at most {MOST_LINES}. A concept wants to be a "
                "file of its own."
            )
