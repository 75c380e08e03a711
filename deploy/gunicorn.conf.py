"""Gunicorn: one process with threads, so that limits in memory count for the whole machine."""

import os
from pathlib import Path

from portal.config import load_settings
from portal.web.metrics import serve_metrics

settings = load_settings(os.environ)

worker_class = "gthread"
workers = 1
# Each PDF job that prints or waits holds a thread; the pages need some of their own.
threads = settings.render_processes + settings.render_queue + 8
timeout = 60
graceful_timeout = 20
keepalive = 5
umask = 0o077
control_socket_disable = True
# memory, not disk: gunicorn only touches an empty heartbeat file there
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

# No access log: it would keep visitors' network addresses.
accesslog = None
loglevel = "warning"

# Headers of a proxy are believed by the application's own setting alone (HOGEROP_BEHIND_PROXY).
forwarded_allow_ips = ""


def post_worker_init(worker):
    """Open the port for Prometheus, and say the address once the first worker can answer."""
    serve_metrics(worker.wsgi)
    if worker.age == 1:
        addresses = " and ".join(str(listener) for listener in worker.sockets)
        print(f"\nHogerop is ready: {addresses}\nStop it with Ctrl+C.", flush=True)
