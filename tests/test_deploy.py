"""The files of deploy/ are what their schemas allow, keep the rules written here, and agree with each other."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from dockerfile_parse import DockerfileParser
from streamlit import config
from streamlit.runtime.stats import ACTIVE_SESSIONS_FAMILY

from tests.conftest import ROOT
from tests.replicas import render

DEPLOY = ROOT / "deploy"
TAGGED = re.compile(r"[\w./-]+:(?!latest\b)[\w.-]+")
WRONG = (
    ("ATLAS_REPLICAS", "127.0.0.1:1; daemon off", "address:port"),
    ("ATLAS_REPLICAS", "", "address:port"),
    ("ATLAS_LISTEN", "8080 ssl", "a port"),
    ("ATLAS_PATH", "/atlas/", "such as /atlas"),
    ("ATLAS_PATH", "atlas", "begin with a slash"),
    ("ATLAS_PATH", "/a|b", "such as /atlas"),
    ("ATLAS_PATH", "/a\n/b", "such as /atlas"),
)


def _documents(name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((DEPLOY / name).read_text(encoding="utf-8")))


COMPOSE = _documents("compose.yaml")[0]
SERVICES = COMPOSE["services"]
REPLICAS = {name: service for name, service in SERVICES.items() if name.startswith("atlas-")}
KUBERNETES = {each["kind"]: each for each in _documents("kubernetes.yaml")}
POD = KUBERNETES["Deployment"]["spec"]["template"]
CONTAINER = POD["spec"]["containers"][0]


def test_compose_keeps_the_schema_of_compose() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    subprocess.run([*command, str(DEPLOY / "compose.yaml")], check=True, capture_output=True)


@pytest.mark.parametrize("kind", KUBERNETES)
def test_a_resource_keeps_the_schema_of_kubernetes(kind: str) -> None:
    assert kubernetes_validate.validate(KUBERNETES[kind], "1.37", strict=True)


def test_all_that_was_meant_for_kubernetes_is_there_once() -> None:
    kinds = [each["kind"] for each in _documents("kubernetes.yaml")]
    expected = ["Deployment", "Service", "Ingress", "PodDisruptionBudget", "HorizontalPodAutoscaler"]
    assert kinds == expected


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_no_more_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert TAGGED.fullmatch(service["image"])
    assert {"mem_limit", "cpus", "pids_limit", "healthcheck", "tmpfs"} <= set(service)
    assert "privileged" not in service


def test_nginx_knows_every_replica_by_an_address_that_stays() -> None:
    addresses = [service["networks"]["inside"]["ipv4_address"] for service in REPLICAS.values()]
    assert SERVICES["nginx"]["environment"]["ATLAS_REPLICAS"].split() == [f"{each}:8501" for each in addresses]
    assert len(REPLICAS) == 3
    assert list(SERVICES["nginx"]["depends_on"]) == list(REPLICAS)


def test_replicas_share_a_secret_that_stands_in_no_file() -> None:
    for service in REPLICAS.values():
        assert service["environment"]["STREAMLIT_SERVER_COOKIE_SECRET"].startswith("${ATLAS_COOKIE_SECRET:?")
    given = next(each for each in CONTAINER["env"] if each["name"] == "STREAMLIT_SERVER_COOKIE_SECRET")
    assert "secretKeyRef" in given["valueFrom"]


def test_a_pod_may_do_no_more_than_it_needs() -> None:
    assert POD["spec"]["securityContext"]["runAsNonRoot"] is True
    assert POD["spec"]["automountServiceAccountToken"] is False
    own = CONTAINER["securityContext"]
    assert own["readOnlyRootFilesystem"] is True
    assert own["allowPrivilegeEscalation"] is False
    assert own["capabilities"] == {"drop": ["ALL"]}
    assert set(CONTAINER["resources"]["limits"]) == {"cpu", "memory"}
    assert TAGGED.fullmatch(CONTAINER["image"])


def test_a_pod_is_asked_where_the_atlas_answers() -> None:
    below = next(each["value"] for each in CONTAINER["env"] if each["name"] == "STREAMLIT_SERVER_BASE_URL_PATH")
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert CONTAINER[probe]["httpGet"] == {"path": f"{below}/_stcore/health", "port": "http"}
    paths = [each["path"] for each in KUBERNETES["Ingress"]["spec"]["rules"][0]["http"]["paths"]]
    assert paths == [f"{below}/_stcore/metrics", below]


def test_an_update_takes_no_replica_away_before_another_is_ready() -> None:
    spec = KUBERNETES["Deployment"]["spec"]
    assert spec["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    drained = int(CONTAINER["lifecycle"]["preStop"]["exec"]["command"][1])
    assert 5 <= drained < POD["spec"]["terminationGracePeriodSeconds"]
    assert KUBERNETES["HorizontalPodAutoscaler"]["spec"]["minReplicas"] == 2
    assert KUBERNETES["PodDisruptionBudget"]["spec"]["minAvailable"] == 1


def test_every_part_of_kubernetes_means_the_same_pods() -> None:
    label = {"app.kubernetes.io/name": "atlas"}
    assert POD["metadata"]["labels"] == label
    assert KUBERNETES["Deployment"]["spec"]["selector"]["matchLabels"] == label
    assert KUBERNETES["Service"]["spec"]["selector"] == label
    assert KUBERNETES["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == label
    assert KUBERNETES["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]["name"] == "atlas"


def test_pods_are_added_by_a_metric_that_streamlit_has() -> None:
    metric = KUBERNETES["HorizontalPodAutoscaler"]["spec"]["metrics"][0]["pods"]["metric"]["name"]
    rule = _documents("prometheus-adapter.yaml")[0]["rules"]["custom"][0]
    assert metric == rule["name"]["as"] == ACTIVE_SESSIONS_FAMILY
    assert rule["seriesQuery"].startswith(f"{ACTIVE_SESSIONS_FAMILY}{{")
    assert POD["metadata"]["annotations"]["prometheus.io/path"].endswith("/_stcore/metrics")


@pytest.fixture
def containerfile(tmp_path: Path) -> DockerfileParser:
    parsed = DockerfileParser(path=str(tmp_path))
    parsed.content = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    return parsed


def test_the_image_is_made_of_tagged_images_and_runs_as_nobody(containerfile: DockerfileParser) -> None:
    steps = [(each["instruction"], each["value"]) for each in containerfile.structure]
    last = [value for instruction, value in steps if instruction == "USER"][-1]
    assert all(TAGGED.fullmatch(image) for image in containerfile.parent_images)
    assert len(containerfile.parent_images) == 2
    assert int(last.split(":")[0]) == POD["spec"]["securityContext"]["runAsUser"] != 0
    assert not [value for instruction, value in steps if instruction == "ADD"]


def test_the_image_tells_its_health_and_takes_packages_by_their_hashes(containerfile: DockerfileParser) -> None:
    steps = {each["instruction"]: each["value"] for each in containerfile.structure}
    runs = [each["value"] for each in containerfile.structure if each["instruction"] == "RUN"]
    assert json.loads(steps["HEALTHCHECK"].partition("CMD ")[2]) == ["python", "deploy/healthy.py"]
    assert json.loads(steps["CMD"]) == ["python", "deploy/replica.py"]
    assert any("--require-hashes" in run and "--requirement requirements.lock" in run for run in runs)
    assert any("python -m tools.geo_bundle" in run for run in runs)


def test_what_goes_into_the_image_is_there() -> None:
    wanted = [line[1:] for line in (ROOT / ".containerignore").read_text().splitlines() if line.startswith("!")]
    assert [name for name in wanted if not (ROOT / name).exists()] == []
    assert {"atlas", "data", "pages", "server.py", "deploy/replica.py", "deploy/healthy.py"} <= set(wanted)


def test_the_configuration_of_nginx_knows_as_many_replicas_as_are_given(tmp_path: Path) -> None:
    replicas = [f"10.0.0.{number}:8501" for number in range(1, 6)]
    folder = render(tmp_path, ATLAS_REPLICAS=" ".join(replicas), ATLAS_PATH="", ATLAS_LISTEN="8080").parent
    groups = (folder / "replicas.conf").read_text(encoding="utf-8")
    assert re.findall(r"^upstream (\w+)", groups, re.M) == [
        "atlas_any",
        "atlas_new",
        *(f"atlas_{n}" for n in range(1, 6)),
    ]
    assert groups.count("server 10.0.0.3:8501 ") == 7
    assert groups.count(" backup;") == 5 * 4
    assert not re.search(r"@[A-Z]+@", (folder / "nginx.conf").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("variable", "value", "allowed"), WRONG)
def test_what_could_end_a_directive_is_refused_by_its_name(
    variable: str, value: str, allowed: str, tmp_path: Path
) -> None:
    given = {"ATLAS_REPLICAS": "127.0.0.1:8501", variable: value}
    with pytest.raises(subprocess.CalledProcessError) as refused:
        render(tmp_path, **given)
    assert variable in refused.value.stderr
    assert allowed in refused.value.stderr
    assert not (tmp_path / "nginx.conf").exists()


def test_nginx_lets_through_what_streamlit_takes_at_most() -> None:
    allowed = re.search(r"client_max_body_size (\d+)m;", (DEPLOY / "nginx/nginx.conf.in").read_text(encoding="utf-8"))
    assert allowed
    most = config.get_option("server.maxUploadSize")
    assert int(allowed[1]) == most + 1
    assert (
        KUBERNETES["Ingress"]["metadata"]["annotations"]["nginx.ingress.kubernetes.io/proxy-body-size"]
        == f"{most + 1}m"
    )
