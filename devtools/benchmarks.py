"""./dev bench: the scripts in benchmarks/, each in Odoo's shell on a fresh database of its own."""

from . import database, layout, odoo
from .ui import Refusal, say

FOLDER = layout.REPO / "benchmarks"


def run(names):
    """Run the benchmarks named, or all; the exit code of the first that fails."""
    scripts = [FOLDER / f"{name}.py" for name in names] or sorted(FOLDER.glob("[a-z]*.py"))
    if not scripts:
        raise Refusal("There are no benchmarks.")
    for script in scripts:
        if not script.is_file():
            known = ", ".join(path.stem for path in sorted(FOLDER.glob("[a-z]*.py")))
            raise Refusal(f"There is no benchmark {script.stem}; there are: {known or 'none'}.")
    tools = odoo.prepare()
    database.sweep(tools)
    for script in scripts:
        say(f"\n== {script.stem}\n")
        name = database.passing_name("bench", "shell")
        try:
            database.make(tools, name)
            if code := odoo.run_script(tools, name, script.read_text(encoding="utf-8")):
                return code
        finally:
            database.drop(tools, name)
    return 0
