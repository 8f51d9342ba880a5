"""The door for servers and for the command line: ``flask --app wsgi …``."""

import gc
import sys

from config import RefusedSetting
from lms.app import create_app

try:
    app = create_app()
except RefusedSetting as refusal:  # for the person who installs it: the sentence, not where in the code it was said
    sys.exit(f"Error: {refusal}")

# What is built by now stays for ever, and a request leaves few cycles behind: looking for garbage after every 700 new
# objects costs a tenth of a page's processor time, after every 20,000 next to nothing.
gc.freeze()
gc.set_threshold(20_000, 20, 20)
