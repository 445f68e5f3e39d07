"""Health check of a container: `healthcheck.py [PATH]`, exit 0 if the web service answers PATH with 200.

Only the standard library. Where to ask: WEB_HOST (default 127.0.0.1) and PORT (8000), as the host that
ALLOWED_HOSTS names first, for Django refuses any other.
"""

import http.client
import os
import sys

TIMEOUT_SECONDS = 8


def main(path: str = "/healthz") -> int:
    host, port = os.environ.get("WEB_HOST") or "127.0.0.1", int(os.environ.get("PORT") or 8000)
    allowed = (os.environ.get("ALLOWED_HOSTS") or "localhost").split(",")[0].strip()
    name = "localhost" if allowed == "*" else allowed.removeprefix(".")
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", path, headers={"Host": name})
        answer = connection.getresponse()
        print(answer.status, answer.read(2000).decode(errors="replace").strip())
    except (OSError, http.client.HTTPException) as error:
        print(f"{host}:{port} does not answer: {error}")
        return 1
    finally:
        connection.close()
    return 0 if answer.status == http.HTTPStatus.OK else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
