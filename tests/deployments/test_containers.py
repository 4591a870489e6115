"""The container files hold what the pages say of them. Nothing here builds or starts one."""

import json
import re
from pathlib import Path

import pytest
import yaml

from deployments.serve import POOL, server_environment

FOLDER = Path(__file__).parents[2] / "deployments"
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
DOCKERFILE = (FOLDER / "Dockerfile").read_text(encoding="utf-8").splitlines()
WORK_POOL = json.loads((FOLDER / "kubernetes" / "work-pool.json").read_text(encoding="utf-8"))
ONCE = ("migrate", "deploy")
PINNED = re.compile(r"[a-z][\w./-]*:\d+\.\d+(\.\d+)?(-[a-z]+)*")


def words(instruction):
    """Return what stands after each instruction of that name."""
    return [line.partition(" ")[2] for line in DOCKERFILE if line.startswith(f"{instruction} ")]


def test_there_is_a_database_a_server_and_a_worker_and_what_runs_once():
    assert SERVICES.keys() == {"database", "server", "worker", *ONCE}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_pinned_without_root_and_without_rights_it_does_not_need(name):
    service = SERVICES[name]
    assert PINNED.fullmatch(service["image"])
    assert int(service["user"].partition(":")[0]) > 0
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.get("privileged")
    assert not any("docker.sock" in volume for volume in service["volumes"])


@pytest.mark.parametrize("name", [name for name in SERVICES if name not in ONCE])
def test_a_service_that_stays_is_asked_how_it_is_and_started_again(name):
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_each_waits_for_what_it_needs():
    def waits(name):
        return {one: how["condition"] for one, how in SERVICES[name]["depends_on"].items()}

    assert waits("migrate") == waits("server") == {"database": "service_healthy"}
    assert waits("deploy") == {"server": "service_healthy"}
    assert waits("worker") == dict.fromkeys(ONCE, "service_completed_successfully")


def test_only_the_server_is_published_and_to_this_machine_alone():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"server": ["127.0.0.1:4200:4200"]}
    assert COMPOSE["networks"]["inside"]["internal"]
    assert SERVICES["database"]["networks"] == ["inside"]


def test_every_password_comes_from_outside_and_without_one_nothing_starts():
    text = (FOLDER / "compose.yaml").read_text(encoding="utf-8")
    secrets = re.findall(r"\$\{(\w*PASSWORD)(.*?)\}", text)
    assert {name for name, _ in secrets} >= {
        "OWNER_PASSWORD",
        "LOADER_PASSWORD",
        "PREFECT_PASSWORD",
    }
    assert all(otherwise.startswith(":?") for _, otherwise in secrets)
    assert not re.search(r"PASSWORD: (?!\$)", text)


def test_the_server_is_closed_as_the_one_that_serve_starts(tmp_path):
    """Each setting of `commissioning serve` is there, but for those that only one machine needs."""
    of_one_machine = {
        *("PREFECT_PROFILE", "NO_PROXY", "no_proxy", "PYTHONPATH", "PREFECT_SERVER_API_PORT"),
        *("PREFECT_SERVER_EPHEMERAL_ENABLED", "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"),
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL",
    }
    served = server_environment(tmp_path, "0.0.0.0", 4200, "user:password")
    ours = {name: value for name, value in served.items() if re.match(r"PREFECT|DO_NOT", name)}
    there = SERVICES["server"]["environment"]
    assert ours.keys() - of_one_machine <= there.keys()
    alike = ("CSRF", "ANALYTICS", "SERIALIZER", "VACUUM", "PROMOTIONAL", "RECORDER", "DO_NOT_TRACK")
    for name in (name for name in ours if any(word in name for word in alike)):
        assert there[name] == ours[name], name


def test_the_worker_is_no_more_than_a_loader_and_the_owner_only_migrates():
    def signed_in(name):
        return re.match(
            r"postgresql://(\w+):", SERVICES[name]["environment"]["COMMISSIONING_DATABASE_URL"]
        )[1]

    assert (signed_in("migrate"), signed_in("worker")) == ("owner", "loader")
    assert SERVICES["migrate"]["command"] == ["commissioning", "migrate"]
    assert POOL in SERVICES["worker"]["command"]
    made = (FOLDER / "postgresql" / "first-start.sh").read_text(encoding="utf-8")
    assert "CREATE ROLE loader LOGIN PASSWORD :'loader' IN ROLE commissioning_loader;" in made
    assert "CREATE EXTENSION pg_trgm;" in made


def test_the_image_is_pinned_installs_by_hash_and_is_run_by_nobody_in_particular():
    [base] = words("FROM")
    assert PINNED.fullmatch(base)
    assert any("--require-hashes -r requirements.lock" in line for line in words("RUN"))
    assert words("USER") == ["10001:10001"]
    user = next(n for n, line in enumerate(DOCKERFILE) if line.startswith("USER"))
    assert not any(line.startswith(("RUN", "COPY", "ADD")) for line in DOCKERFILE[user:])
    assert words("ADD") == []


def test_the_image_is_given_all_it_copies_and_nothing_else():
    ignored = (FOLDER / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    given = {line[1:] for line in ignored if line.startswith("!")}
    copied = {source for line in words("COPY") for source in line.split()[:-1]}
    assert copied == given
    assert "*" in ignored
    assert all((FOLDER.parent / name).exists() for name in given)


@pytest.mark.thorough
def test_prefect_takes_the_work_pool_for_kubernetes():
    from prefect.server.schemas.actions import WorkPoolCreate
    from prefect.utilities.schema_tools import validate

    made = WorkPoolCreate(name=POOL, type="kubernetes", base_job_template=WORK_POOL)
    variables = made.base_job_template["variables"]
    defaults = {
        name: one["default"] for name, one in variables["properties"].items() if "default" in one
    }
    validate(defaults, variables, raise_on_error=True, preprocess=False)


def test_a_pod_of_a_run_has_no_rights_and_is_not_started_twice():
    spec = WORK_POOL["job_configuration"]["job_manifest"]["spec"]
    assert spec["backoffLimit"] == 0  # an interrupted run is started again by `watch`, once
    pod = spec["template"]["spec"]
    assert (pod["restartPolicy"], pod["automountServiceAccountToken"]) == ("Never", False)
    assert pod["securityContext"]["runAsNonRoot"]
    [container] = pod["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert {mount["name"] for mount in container["volumeMounts"]} == {
        volume["name"] for volume in pod["volumes"]
    }
