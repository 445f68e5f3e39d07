#!/usr/bin/env python3
"""Make the environment that every make target needs: `.venv` with hashed requirements, `.env` with random keys, `var`.

Only the standard library. A second call costs nothing: a stamp in `.venv` remembers the requirements installed.
"""

import hashlib
import os
import secrets
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "requirements.stamp"


def main(requirements: Path) -> None:
    release = sys.version_info[:2]
    if release < (3, 11):
        sys.exit(f"python3 3.11 or newer is needed, this is {sys.version.split()[0]}")
    try:
        write_env()
        (ROOT / "var").mkdir(exist_ok=True)
        (ROOT / ".env").read_bytes()
    except PermissionError as error:
        sys.exit(f"{error.filename}: permission denied. {ROOT} must belong to the user who runs make")
    wanted = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    # The stamp names the file too: the larger set (dev) contains the smaller.
    stamps = STAMP.read_text().split() if STAMP.exists() else []
    if wanted in stamps:
        return
    if not PYTHON.exists():
        print("· making .venv", flush=True)
        try:
            venv.create(VENV, with_pip=True)
        except subprocess.CalledProcessError:
            sys.exit("python3's venv module cannot make an environment (Debian: install python3-venv)")
    print(f"· installing {requirements.relative_to(ROOT)}", flush=True)
    install(requirements)
    STAMP.write_text("\n".join([*stamps, wanted]))


def install(requirements: Path) -> None:
    """With uv if it can be had (seconds), else with pip (a minute); both refuse a package whose hash differs."""
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "-q", "install"]
    uv = subprocess.run([*pip, "uv"], capture_output=True, check=False)
    if uv.returncode == 0:
        # Compiled at once, as pip does: else each process compiles all of it again where Python may keep nothing.
        tool = [str(VENV / "bin" / "uv"), "pip", "install", "-q", "--compile-bytecode", "--python", str(PYTHON)]
        if subprocess.run([*tool, "--require-hashes", "-r", str(requirements)], check=False).returncode == 0:
            return
        print("  uv could not; pip takes over", flush=True)
    subprocess.run([*pip, "--require-hashes", "-r", str(requirements)], check=True)


def write_env() -> None:
    """A git-ignored `.env` with random keys, readable by its owner alone; never written twice."""
    target = ROOT / ".env"
    if target.exists():
        return
    lines = [f"SECRET_KEY={secrets.token_urlsafe(48)}", f"KEY_ENCRYPTION_KEY={secrets.token_urlsafe(48)}"]
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(ROOT / "requirements" / f"{sys.argv[1] if len(sys.argv) > 1 else 'dev'}.txt")
