"""What the bundled program runs first."""

import sys

from cellbuilder.__main__ import main

sys.exit(main())
