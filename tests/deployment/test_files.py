"""Dockerfile, compose file and `.env.example` against each other and against the settings."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import processes

ROOT = processes.ROOT
BUILT_HERE = {"migrate", "web", "worker", "beat"}
SECRET = re.compile(r"PASSWORD|SECRET|KEY")


def settings_read() -> set[str]:
    """Every name that the settings read from the environment."""
    calls = ast.walk(ast.parse((ROOT / "acts" / "settings.py").read_text("utf-8")))
    return {
        call.args[0].value
        for call in calls
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def interpolated() -> set[str]:
    return set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text("utf-8")))


def explained() -> set[str]:
    return set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))


def gunicorn_names() -> set[str]:
    text = (ROOT / "acts" / "gunicorn.py").read_text("utf-8")
    return set(re.findall(r"environ\.get\(['\"](\w+)['\"]", text))


def test_every_setting_is_explained_and_nothing_else() -> None:
    assert {"SECRET_KEY", "DATABASE_URL", "LOG_FORMAT"} <= settings_read()
    assert gunicorn_names() == {"PORT", "WEB_CONCURRENCY", "WEB_THREADS"}
    assert explained() == settings_read() | gunicorn_names() | interpolated()


def test_example_gives_no_secret_away() -> None:
    given = re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    assert {name for name, value in given if SECRET.search(name) and value} == set()
    assert {name for name, value in given if not value} == {"SECRET_KEY", "KEY_ENCRYPTION_KEY", "POSTGRES_PASSWORD"}


def test_defaults_shown_in_the_example_start_the_engine() -> None:
    text = (ROOT / ".env.example").read_text("utf-8")
    shown = dict(re.findall(r"^(?:# )?([A-Z_]+)=(.*)$", text, re.MULTILINE))
    filled = shown | dict.fromkeys(("SECRET_KEY", "KEY_ENCRYPTION_KEY"), "x" * 40)
    env = processes.environment(**filled, DJANGO_SETTINGS_MODULE="acts.settings")
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_no_secret_stands_in_the_compose_file(compose: dict[str, Any]) -> None:
    values = {
        (service, name): value
        for service, row in compose["services"].items()
        for name, value in row.get("environment", {}).items()
    }
    assert {key for key, value in values.items() if SECRET.search(key[1]) and not value.startswith("${")} == set()
    assert {values[service, "DATABASE_URL"].split("@")[0] for service in BUILT_HERE} == {
        "postgresql://acts:${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD in .env}"
    }


def test_only_web_has_a_port(compose: dict[str, Any]) -> None:
    assert {name for name, row in compose["services"].items() if "ports" in row} == {"web"}


def test_every_lasting_service_restarts_and_is_watched(compose: dict[str, Any]) -> None:
    lasting = {name: row for name, row in compose["services"].items() if name != "migrate"}
    assert set(lasting) == {"postgres", "redis", "web", "worker", "beat"}
    assert {row["restart"] for row in lasting.values()} == {"unless-stopped"}
    assert all(row["healthcheck"]["test"] for row in lasting.values())


def test_services_wait_for_the_migration_and_their_servers(compose: dict[str, Any]) -> None:
    for name in BUILT_HERE - {"migrate"}:
        waits = {other: row["condition"] for other, row in compose["services"][name]["depends_on"].items()}
        assert waits.pop("migrate") == "service_completed_successfully"
        assert waits.pop("redis") == "service_healthy"
        assert waits in ({}, {"postgres": "service_healthy"})


def test_what_must_last_lies_in_named_volumes(compose: dict[str, Any]) -> None:
    mounted = {mount for row in compose["services"].values() for mount in row.get("volumes", [])}
    assert mounted == {"postgres:/var/lib/postgresql/data", "redis:/data", "media:/srv/media"}
    assert set(compose["volumes"]) == {"postgres", "redis", "media"}
    assert "--appendonly yes" in " ".join(compose["services"]["redis"]["command"])


def test_image_runs_unprivileged_with_hashed_packages_and_a_health_check() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    bases = [line.split("=")[1] for line in lines if line.startswith("ARG ")]
    assert all(":" in base and not base.endswith(":latest") for base in bases)
    assert lines.index("USER acts") > next(n for n, line in enumerate(lines) if line.startswith("COPY . ."))
    assert any("--require-hashes -r /tmp/base.txt" in line for line in lines)
    assert any(line.startswith("HEALTHCHECK") and "/healthz" in line for line in lines)


def test_image_takes_in_everything_that_the_commands_name(compose: dict[str, Any]) -> None:
    taken = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    assert all((ROOT / path).exists() for path in taken)
    assert {"acts", "offices", "guarantees", "transit", "fixtures", "templates", "manage.py"} <= set(taken)
    named = {word for row in compose["services"].values() for word in row["healthcheck"].get("test", [])}
    assert {word for word in named if word.endswith(".py")} <= set(taken)
    assert not {".env", "tests", "var", ".git"} & set(taken)


def test_compose_itself_accepts_the_file(tmp_path: Path) -> None:
    program = shutil.which("docker-compose")
    if program is None:
        pytest.skip("docker-compose is not installed (Debian: apt-get install docker-compose)")
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    without = subprocess.run([program, "config", "-q"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert without.returncode != 0
    example = (ROOT / ".env.example").read_text("utf-8")
    (tmp_path / ".env").write_text(example.replace("POSTGRES_PASSWORD=\n", "POSTGRES_PASSWORD=letters\n"))
    done = subprocess.run([program, "config"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "DATABASE_URL: postgresql://acts:letters@postgres:5432/acts\n" in done.stdout
