"""Ask the site on this machine whether it can work: exit status 0 or 1. For containers.

It asks at port 8000, or at PORT: set it where the site runs with another `--port`.
"""

import os
import sys
from http.client import HTTPConnection, HTTPException

name = os.environ.get("HOGEROP_TRUSTED_HOSTS", "localhost").split(",")[0].strip()
connection = HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=4)
try:
    connection.request("GET", "/health/ready", headers={"Host": name})
    status = connection.getresponse().status
except (OSError, HTTPException):
    status = 0
sys.exit(0 if status == 200 else 1)
