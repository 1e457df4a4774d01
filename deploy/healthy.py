"""Ends with status 0 when the replica in this container is healthy: for the container's health check."""

import os
import sys
from urllib.request import urlopen

below = os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")
port = os.environ.get("STREAMLIT_SERVER_PORT", "8501")
try:
    with urlopen(f"http://127.0.0.1:{port}{below and f'/{below}'}/_stcore/health", timeout=2):
        pass
except OSError as problem:
    sys.exit(f"not healthy: {problem}")
