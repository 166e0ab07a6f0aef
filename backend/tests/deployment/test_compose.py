"""What docker-compose would start. No container engine is needed: the files are held to what can be read in them."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from backend.core.settings import PREFIX, Settings
from backend.tests.deployment.conftest import ROOT
from backend.tests.services import missing, program

COMBINATIONS = {
    "hospital": ["docker-compose.yml"],
    "all": ["docker-compose_all.yml"],
    "all with TLS": ["docker-compose_all.yml", "docker-compose.tls.yml"],
    "development": ["docker-compose.yml", "docker-compose.dev.yml"],
}
SECRETS = ("mysql_password", "mysql_root_password", "secret_key")
# Set for each container, so not the operator's to choose in .env.
FIXED = {"mode", "data_dir", "database_url", "database_password", "redis_url", "cache_dir", "secret_key"}
FIXED |= {"host", "port", "allow_plain_http", "trusted_proxies", "frontend_dir"}
DEVELOPMENT_ONLY = {"ISOCENTER_DEV_BACKEND"}  # Vite's own
PINNED = re.compile(r"^[\w./-]+:\d+\.\d+\.\d+[\w.-]*$")
RUNS_ONCE = {"migrate"}

Services = dict[str, dict[str, Any]]


def docker_compose(
    files: list[str], folder: Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """`docker-compose config`, which checks and merges; without the machine's own .env."""
    command = program("docker-compose")
    if command is None:
        missing("docker-compose")
    (folder / "empty.env").touch()
    named = [argument for file in files for argument in ("--file", str(ROOT / file))]
    return subprocess.run(
        [command, "--project-directory", str(ROOT), "--env-file", str(folder / "empty.env"), *named, "config"],
        env={"PATH": os.environ["PATH"], "HOME": str(folder)} | (environment or {}),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(params=COMBINATIONS, scope="module")
def services(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Services:
    """The services of a combination, as docker-compose understands it."""
    done = docker_compose(COMBINATIONS[request.param], tmp_path_factory.mktemp("compose"), {"SECRETS_DIR": "/secrets"})
    assert done.returncode == 0, done.stderr
    found: Services = yaml.safe_load(done.stdout)["services"]
    return found


@pytest.fixture
def hospital() -> Services:
    return written("docker-compose.yml")


def written(file: str) -> Services:
    found: Services = yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))["services"]
    return found


class TestEachCombination:
    def test_every_service_tells_whether_it_is_well(self, services: Services) -> None:
        asked = {name: service.get("healthcheck", {}).get("test", ["NONE"])[0] for name, service in services.items()}

        assert {name for name, how in asked.items() if how == "NONE"} == RUNS_ONCE

    def test_every_service_comes_back_after_a_failure(self, services: Services) -> None:
        policies = {name: service.get("restart") for name, service in services.items()}

        assert policies.pop("migrate") == "on-failure"
        assert set(policies.values()) == {"unless-stopped"}

    def test_nothing_starts_before_what_it_needs_is_well(self, services: Services) -> None:
        conditions = {
            (name, needed): how["condition"]
            for name, service in services.items()
            for needed, how in service.get("depends_on", {}).items()
        }

        assert conditions["backend", "db"] == conditions["backend", "redis"] == "service_healthy"
        assert conditions["worker", "db"] == conditions["worker", "redis"] == "service_healthy"
        assert set(conditions.values()) <= {"service_healthy", "service_completed_successfully"}

    def test_only_the_proxy_with_tls_is_published_beyond_this_machine(self, services: Services) -> None:
        beyond = {(name, port) for name, port in published(services) if not port.startswith("127.0.0.1:")}

        assert {name for name, _ in beyond} <= {"frontend"}
        assert {port.split(":")[2] for _, port in beyond} <= {"8080/tcp", "8443/tcp"}
        assert not beyond or services["frontend"]["secrets"], "beyond this machine there must be a certificate"

    def test_phpmyadmin_answers_on_loopback(self, services: Services) -> None:
        assert [port for name, port in published(services) if name == "phpmyadmin"] == ["127.0.0.1:8081:80/tcp"]

    def test_database_and_queue_are_not_published(self, services: Services) -> None:
        assert {name for name, _ in published(services)}.isdisjoint({"db", "redis"})
        assert list(services["db"]["networks"]) == list(services["redis"]["networks"]) == ["data"]

    def test_the_schema_is_loaded_at_the_first_start(self, services: Services) -> None:
        mounted = f"{ROOT / 'DB' / 'setup.sql'}:/docker-entrypoint-initdb.d/setup.sql:ro"

        assert mounted in services["db"]["volumes"]

    def test_every_image_is_pinned(self, services: Services) -> None:
        foreign = [service["image"] for service in services.values() if "build" not in service]

        assert [image for image in foreign if not PINNED.match(image)] == []

    def test_every_variable_of_ours_is_a_setting(self, services: Services) -> None:
        known = {f"{PREFIX}{name.upper()}{ending}" for name in Settings.model_fields for ending in ("", "_FILE")}
        used = {name for service in services.values() for name in service.get("environment", {})}

        assert {name for name in used if name.startswith(PREFIX)} <= known | DEVELOPMENT_ONLY

    def test_no_password_is_written_down(self, services: Services) -> None:
        given = {
            name: value
            for service in services.values()
            for name, value in service.get("environment", {}).items()
            if re.search("PASSWORD|SECRET|KEY", name) and value is not None
        }

        assert {name: value for name, value in given.items() if not value.startswith("/run/secrets/")} == {}


class TestHospital:
    def test_without_secrets_nothing_starts(self, tmp_path: Path) -> None:
        done = docker_compose(["docker-compose.yml"], tmp_path)

        assert done.returncode != 0
        assert "scripts/make-secrets" in done.stderr

    def test_an_operator_can_choose_every_other_setting(self, hospital: Services) -> None:
        environment = hospital["worker"]["environment"]

        open_to_choice = {name for name in Settings.model_fields if name not in FIXED}
        assert {name for name in open_to_choice if f"{PREFIX}{name.upper()}" not in environment} == set()

    def test_the_settings_of_the_containers_are_accepted(self, hospital: Services, tmp_path: Path) -> None:
        for name in SECRETS:
            (tmp_path / name).write_text("s" * 40)
        given = {
            name: re.sub(r"\$\{\w+:-([^}]+)\}", r"\1", value).replace("/run/secrets", str(tmp_path))
            for name, value in hospital["backend"]["environment"].items()
            if value is not None and name.startswith(PREFIX)
        }

        with pytest.MonkeyPatch.context() as patch:
            for name, value in given.items():
                patch.setenv(name, value)
            settings = Settings(_env_file=None)

        assert settings.is_production
        assert settings.database == f"mysql+aiomysql://isocenter:{'s' * 40}@db/isocenter?charset=utf8mb4"

    def test_the_queue_forgets_nothing(self, hospital: Services) -> None:
        command = " ".join(hospital["redis"]["command"])

        assert "--appendonly yes" in command
        assert "--maxmemory-policy noeviction" in command


def test_both_files_start_the_same_services() -> None:
    hospital, everything = written("docker-compose.yml"), written("docker-compose_all.yml")
    del hospital["backend"]["ports"]  # there the proxy of the house asks it, here ours

    assert {name: everything[name] for name in hospital} == hospital
    assert set(everything) - set(hospital) == {"frontend", "orthanc"}


def test_make_secrets_makes_each_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    subprocess.run([ROOT / "scripts" / "make-secrets", folder], check=True, capture_output=True)
    before = {path.name: path.read_text() for path in folder.iterdir()}
    subprocess.run([ROOT / "scripts" / "make-secrets", folder], check=True, capture_output=True)

    assert set(SECRETS) < set(before)
    assert {path.name: path.read_text() for path in folder.iterdir()} == before
    assert len(set(before.values())) == len(before)
    assert folder.stat().st_mode & 0o077 == 0


class TestDockerfile:
    @pytest.fixture
    def stages(self) -> dict[str, list[str]]:
        """Name → instructions, without comments and line ends."""
        text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
        lines = text.replace("\\\n", " ").splitlines()
        found: dict[str, list[str]] = {}
        for line in lines:
            if line.startswith("FROM "):
                found[line.rpartition(" AS ")[2]] = current = [line]
            elif line.strip():
                current.append(line)
        return found

    def test_what_runs_runs_as_nobody_special(self, stages: dict[str, list[str]]) -> None:
        for name in ("backend", "frontend", "frontend-source"):
            users = [line.split()[1] for line in stages[name] if line.startswith("USER ")]
            assert users, name
            assert users[-1] not in {"root", "0"}, name

    def test_base_images_are_pinned(self, stages: dict[str, list[str]]) -> None:
        bases = [instructions[0].split()[1] for instructions in stages.values()]

        assert [base for base in bases if base not in stages and not PINNED.match(base)] == []

    def test_python_packages_come_with_hashes(self, stages: dict[str, list[str]]) -> None:
        installing = [step for line in stages["packages"] for step in line.split("&&") if "--requirement" in step]

        assert installing
        assert [step for step in installing if "--require-hashes" not in step] == []

    def test_the_compiler_stays_behind(self, stages: dict[str, list[str]]) -> None:
        assert not any("apt-get" in line for line in stages["backend"])

    def test_images_tell_whether_they_are_well(self, stages: dict[str, list[str]]) -> None:
        for name in ("backend", "frontend"):
            assert any(line.startswith("HEALTHCHECK ") for line in stages[name]), name

    def test_what_is_copied_is_there(self, stages: dict[str, list[str]]) -> None:
        copied = [
            source
            for lines in stages.values()
            for line in lines
            if line.startswith("COPY ") and "--from=" not in line
            for source in [word for word in line.split()[1:-1] if not word.startswith("--")]
        ]

        assert copied
        assert [source for source in copied if not (ROOT / source).exists()] == []


def published(services: Services) -> Iterator[tuple[str, str]]:
    for name, service in services.items():
        for port in service.get("ports", []):
            yield name, str(port)
