"""The files that bring the server to a host say what the code has."""

import re
import shlex
from typing import Any

import pytest
import yaml

from config.framing import HEAD_TIME, MAX_BODY, MAX_HEAD, REQUEST_TIME
from config.settings import REQUIRED_IN_PRODUCTION
from config.worker import ANSWER_TIME, MAX_UNSENT, PROBES
from google_oauth.core import metrics
from google_oauth.web.probes import PATHS
from tests.environment import ROOT, documented_variables

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
UNIT = (ROOT / "deploy" / "dashboard.service").read_text(encoding="utf-8")
NGINX = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
CADDY = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
GUNICORN = (ROOT / "config" / "gunicorn.py").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
RULES: list[dict[str, str]] = [
    rule
    for group in yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
OF_PYTHON = ("PIP_", "PYTHON", "PATH", "POSTGRES_")


def context_of_the_image() -> set[str]:
    """What the Dockerfile copies out of the checkout."""
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    return {name for line in lines for name in shlex.split(line)}


def test_image_gets_what_exists_and_the_context_holds_nothing_else() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()

    assert all((ROOT / name).exists() for name in context_of_the_image())
    assert {line.removeprefix("!") for line in ignored if line.startswith("!")} == context_of_the_image()
    assert "*" in ignored


def test_image_is_built_with_stand_ins_and_runs_without_rights() -> None:
    given = dict(
        word.split("=", 1) for word in re.findall(r"[A-Z_]+=\S+", DOCKERFILE.partition("RUN DEBUG=false")[2])
    )

    assert {name: given[name].split(":")[0] for name in REQUIRED_IN_PRODUCTION} == {
        **dict.fromkeys(REQUIRED_IN_PRODUCTION, "build"), "DATABASE_URL": "sqlite", "REDIS_URL": "redis",
    }  # fmt: skip
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE) == ["10001:10001"]


@pytest.mark.parametrize(
    "assigned",
    [
        set(re.findall(r"\b([A-Z][A-Z_]+)=", DOCKERFILE)),
        set(
            re.findall(r"\b([A-Z][A-Z_]+)=", " ".join(re.findall(r"^Environment=(.+)$", UNIT, re.MULTILINE)))
        ),
        set(COMPOSE["services"]["app"]["environment"]),
        set(COMPOSE["services"]["postgres"]["environment"]),
    ],
    ids=["Dockerfile", "unit", "app", "postgres"],
)
def test_every_variable_that_is_set_is_one_that_is_read(assigned: set[str]) -> None:
    assert {
        name for name in assigned - documented_variables().keys() if not name.startswith(OF_PYTHON)
    } == set()


def test_services_of_compose_have_few_rights_and_storage_is_reached_by_the_application_alone() -> None:
    services = COMPOSE["services"]

    for name, service in services.items():
        assert service["security_opt"] == ["no-new-privileges:true"], name
    assert {name for name, service in services.items() if "ports" in service} == {"app"}
    assert services["app"]["ports"] == ["127.0.0.1:8000:8000"]
    assert (services["valkey"]["networks"], services["postgres"]["networks"]) == (["inside"], ["inside"])
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_logs_of_compose_do_not_fill_the_disk() -> None:
    assert {service["logging"]["options"]["max-size"] for service in COMPOSE["services"].values()} == {"10m"}


def test_unit_does_not_give_up_on_a_database_that_comes_late() -> None:
    assert re.findall(r"^(?:StartLimit|Restart=)\S+$", UNIT, re.MULTILINE) == [
        "StartLimitIntervalSec=0",
        "Restart=on-failure",
    ]


def test_valkey_of_compose_keeps_nothing_and_makes_room() -> None:
    command = COMPOSE["services"]["valkey"]["command"]
    options = dict(zip(command[1::2], command[2::2], strict=True))

    assert options == {
        "--save": "", "--appendonly": "no", "--maxmemory": "256mb", "--maxmemory-policy": "allkeys-lru",
    }  # fmt: skip
    assert "volumes" not in COMPOSE["services"]["valkey"]


@pytest.mark.parametrize("text", [DOCKERFILE, UNIT], ids=["Dockerfile", "unit"])
def test_server_is_started_as_make_serve_does(text: str) -> None:
    assert re.search(r'config\.serve"?,? "?--bind', text)


def test_stop_is_given_more_time_than_gunicorn_gives_its_workers() -> None:
    [grace] = re.findall(r"^graceful_timeout = (\d+)$", GUNICORN, re.MULTILINE)
    [of_systemd] = re.findall(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)

    assert int(of_systemd) > int(grace)
    assert int(COMPOSE["services"]["app"]["stop_grace_period"].removesuffix("s")) > int(grace)


def directives(text: str, *names: str) -> dict[str, str]:
    """What follows the names of directives in a configuration, each of which stands there once."""
    return {name: re.findall(rf"^\s*{name} ([^;\n]+);?$", text, re.MULTILINE)[0] for name in names}


def test_sample_for_nginx_has_the_bounds_of_the_server() -> None:
    kilobytes = f"{MAX_BODY // 1024}k"

    assert directives(
        NGINX, "client_max_body_size", "client_body_buffer_size", "large_client_header_buffers"
    ) == {
        "client_max_body_size": kilobytes,
        "client_body_buffer_size": kilobytes,
        "large_client_header_buffers": f"4 {MAX_HEAD // 1024 // 4}k",
    }
    assert directives(NGINX, "client_header_timeout", "send_timeout", "proxy_request_buffering") == {
        "client_header_timeout": f"{HEAD_TIME:.0f}s",
        "send_timeout": f"{ANSWER_TIME:.0f}s",
        "proxy_request_buffering": "on",
    }
    assert dict(re.findall(r"proxy_set_header (Host|X-Forwarded-\w+) (\S+);", NGINX)) == {
        "Host": "$host",
        "X-Forwarded-Proto": "$scheme",
        "X-Forwarded-For": "$remote_addr",
        "X-Forwarded-Ssl": '""',
        "X-Forwarded-Protocol": '""',
    }


def test_sample_for_caddy_has_the_bounds_of_the_server() -> None:
    assert directives(
        CADDY, "max_header_size", "max_size", "read_header", "read_body", "request_buffers"
    ) == {
        "max_header_size": f"{MAX_HEAD // 1024}KiB",
        "max_size": f"{MAX_BODY // 1024}KiB",
        "read_header": f"{HEAD_TIME:.0f}s",
        "read_body": f"{REQUEST_TIME:.0f}s",
        "request_buffers": "unlimited",
    }


def test_samples_keep_to_the_machines_what_machines_ask() -> None:
    assert set(re.findall(r"location = (\S+) { return 404; }", NGINX)) == set(PATHS)
    assert set(directives(CADDY, "@machines path")["@machines path"].split()) == set(PATHS)
    assert "respond @machines 404" in CADDY


def test_samples_wait_longer_than_the_server_takes_to_stop() -> None:
    [grace] = re.findall(r"^graceful_timeout = (\d+)$", GUNICORN, re.MULTILINE)
    [nginx] = re.findall(r"proxy_read_timeout (\d+)s;", NGINX)
    [caddy] = re.findall(r"response_header_timeout (\d+)s", CADDY)

    assert min(int(nginx), int(caddy)) > int(grace)


def test_every_probe_has_room_of_its_own() -> None:
    assert {path.decode() for path in PROBES} == set(PATHS)


def test_operations_tell_the_bounds_of_the_server() -> None:
    table = OPERATIONS.partition("## What the server takes")[2].partition("\n## ")[0]
    [connections] = re.findall(r"^worker_connections = (\d+)$", GUNICORN, re.MULTILINE)

    for bound in (
        f"{MAX_HEAD // 1024} KiB, in {HEAD_TIME:.0f} s",
        f"{MAX_BODY // 1024} KiB",
        f"{REQUEST_TIME:.0f} s from the connection",
        f"{ANSWER_TIME:.0f} s",
        f"{int(connections):_} for each worker".replace("_", " "),
        f"{int(connections):_} × {(MAX_HEAD + MAX_BODY) // 1024} KiB".replace("_", " "),
        f"{MAX_UNSENT // 1024**2} MiB",
    ):
        assert bound in table


def test_operations_and_alerts_name_the_metrics_that_there_are() -> None:
    # When each series began is told as well, once the process has counted anything.
    exposed = set(re.findall(r"^# TYPE (\S+)(?<!_created) ", metrics.exposition().decode(), re.MULTILINE))
    of_redis = {f"dashboard_redis_{name}" for name in ("up", "memory_used_bytes", "memory_limit_bytes")}
    alerted = {
        re.sub(r"_(bucket|count)$", "", name)
        for rule in RULES
        for name in re.findall(r"dashboard_[a-z_]+", rule["expr"])
    }

    assert set(re.findall(r"dashboard_[a-z_]+", OPERATIONS)) == exposed | of_redis
    assert alerted <= exposed | of_redis


def test_alerts_use_labels_that_there_are() -> None:
    labels = {label for rule in RULES for label in re.findall(r"(\w+)[!=]?=~?\"", rule["expr"])}
    by = {
        name
        for rule in RULES
        for names in re.findall(r"by \(([^)]*)\)", rule["expr"])
        for name in names.split(", ")
    }

    assert labels - {*metrics.LABELS, "job"} == set()
    assert by - {*metrics.LABELS, "le"} == set()


def test_operations_explain_every_alert_and_no_other() -> None:
    explained = re.findall(r"^\| `(Dashboard\w+)` \|", OPERATIONS, re.MULTILINE)

    assert explained == [rule["alert"] for rule in RULES]


def test_rules_for_rare_events_see_the_first_one() -> None:
    increases = [rule for rule in RULES if re.search(r"increase\(.*\) > 0", rule["expr"])]

    assert [rule["alert"] for rule in increases if "unless" not in rule["expr"]] == []
    assert len(increases) == 3


def test_rules_with_two_sides_have_the_same_labels_on_both() -> None:
    sides = {rule["alert"]: rule["expr"].split(" or ") for rule in RULES if " or " in rule["expr"]}
    labels = {
        alert: [re.findall(r"^\(?sum by \(([^)]*)\)", side) for side in both] for alert, both in sides.items()
    }

    assert {alert: both for alert, both in labels.items() if both != [["service, outcome"]] * 2} == {}
    assert len(labels) == 3
