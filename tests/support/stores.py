"""A store that speaks S3 and a Redis, started by the tests and gone with them.

The store (moto) lives in a thread of the tests and keeps everything in memory; processes that the tests start reach it
through the settings it puts into the environment. Redis comes from the machine's packages.
"""

import atexit
import logging
import os
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path
from urllib.request import Request, urlopen

from bench.servers import free_port

BUCKET = "sabak"
START_SECONDS = 10


@cache
def s3_address():
    """``s3://bucket`` of the one store of this run, started at the first call."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415  (two seconds that SQLite's run need not spend)

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    atexit.register(server.stop)
    _host, port = server.get_host_and_port()
    endpoint = f"http://127.0.0.1:{port}"
    os.environ.update(
        AWS_ACCESS_KEY_ID="tests",
        AWS_SECRET_ACCESS_KEY="tests",
        AWS_REGION="us-east-1",
        AWS_ENDPOINT_URL=endpoint,
        AWS_ALLOW_HTTP="true",
    )
    urlopen(Request(f"{endpoint}/{BUCKET}", method="PUT"), timeout=START_SECONDS).close()
    return f"s3://{BUCKET}"


@cache
def redis_address():
    """Address of the one Redis of this run, started at the first call."""
    from tests.support.left_out import leave_out, program  # noqa: PLC0415  (pytest loads it first, as its plug-in)

    server = program("redis-server")
    if server is None:
        leave_out("redis-server", "sudo apt-get install redis-server")
    folder, port = Path(tempfile.mkdtemp(prefix="sabak-redis-")), free_port()
    command = [server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    atexit.register(process.kill)
    until = time.monotonic() + START_SECONDS
    while subprocess.run(["redis-cli", "-p", str(port), "ping"], capture_output=True, check=False).returncode:
        assert process.poll() is None, "Redis did not start."
        assert time.monotonic() < until, "Redis does not answer."
        time.sleep(0.05)
    return f"redis://127.0.0.1:{port}/0"
