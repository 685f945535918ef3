"""Runs one atom: python3 -I run.py ATTEMPT_FOLDER CODE_FILE SHOWN_FILE

CODE_FILE holds the code; SHOWN_FILE is the name it goes by in tracebacks and __file__.
"""

import sys
from _frozen_importlib_external import SourceFileLoader


loaded = {}


def load(name):
    """Python keeps the bytecode of what its own loader reads; this file, being the script, it compiles for every atom."""
    if name not in loaded:
        path = __file__[:-len("run.py")] + name + ".py"
        loaded[name] = names = {"__name__": name, "__file__": path, "load": load}
        exec(SourceFileLoader(name, path).get_code(name), names)
    return loaded[name]


if __name__ == "__main__":
    load("harness")["run"](*sys.argv[1:])
