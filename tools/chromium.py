"""How Chromium is started by browser tests, bench and screenshots: quiet, and with no host but this machine."""

HOST = "127.0.0.1"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def flags(host: str = HOST) -> list[str]:
    """The command-line flags; every host but the one given is unknown to the browser."""
    return [*FLAGS, f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {host}"]
