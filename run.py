#!/usr/bin/env python3
"""Install cellbuilder and start it: one command on a machine that has nothing but Python.

python3 run.py [FILE]          open the app (with no screen: the same job on the command line)
python3 run.py test [ARGS]     run all tests; ARGS go to pytest
python3 run.py models          any other word goes to the command line: models, new, evaluate, check ...
python3 run.py dev [TOOL ...]  install the developers' tools too, and run one: dev ruff check .
python3 run.py bundle          build the portable bundle; bundle check FOLDER tries one without network and Python

On Windows write "py run.py". Everything is installed into the folder .venv beside this file (or into the
folder that CELLBUILDER_VENV names), once per change of pyproject.toml. Standard library only.
"""

import os
import sys

if __name__ == "__main__":
    if sys.version_info < (3, 7):  # this file parses on any Python, so that an old one meets a sentence
        sys.exit("cellbuilder needs Python 3.11 or newer. Run this again with a newer one: python3.12 run.py")
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "packaging"))
    from launcher.commands import main

    sys.exit(main(sys.argv[1:], __doc__ or ""))
