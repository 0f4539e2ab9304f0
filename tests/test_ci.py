"""Each set-up of docs/ci.md, tried in a throw-away repository; a bare one on disk is the remote."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import SAMPLES
from git_repository import GitRepository, needs_git
from junitparser import JUnitXml

ROOT = Path(__file__).parents[1]
NOTES = SAMPLES / "lumen-notes"
OLD = (NOTES / "2022-09-15.md").read_text("utf-8")
NEW = (NOTES / "2023-06-30.md").read_text("utf-8")
pytestmark = [
    needs_git,
    pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed"),
]


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """A bare repository with `main`, and a branch `change` that rewords its policy."""
    made = GitRepository(tmp_path / "origin work")
    made.commit({"legal/terms.md": OLD, "README.md": "x\n"}, date="2022-09-15T10:00:00Z")
    made("checkout", "-q", "-b", "change")
    made.commit({"legal/terms.md": NEW}, date="2023-06-30T10:00:00Z")
    made("checkout", "-q", "main")
    made("clone", "-q", "--bare", str(made.folder), str(tmp_path / "origin.git"))
    bare = tmp_path / "origin.git"
    subprocess.run(["git", "-C", str(bare), "config", "uploadpack.allowAnySHA1InWant", "true"], check=True)  # fmt: skip
    return bare


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with `policydiff`, as an installation would have put it there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "policydiff"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m policydiff "$@"\n')
    script.chmod(0o755)
    return folder


def environment(programs: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "GITHUB_", "CI"))}
    kept |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return kept | {"PATH": f"{programs}{os.pathsep}{kept['PATH']}"} | more


def run(script: str, folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A step as GitHub's runner runs it."""
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], cwd=folder, env=variables,
        capture_output=True, encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip


# GitHub


class Runner:
    """Runs the steps of action.yml, with what GitHub sets around them."""

    def __init__(self, folder: Path, programs: Path, temp: Path, **context: str) -> None:
        self.folder, self.temp, self.context = folder, temp, context
        self.action: Any = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
        self.outputs: dict[str, dict[str, str]] = {}
        self.programs = programs
        self.shown = self.told = ""
        venv = temp / "policydiff-venv" / "bin"  # what the first step would make
        venv.mkdir(parents=True)
        shutil.copy(programs / "policydiff", venv / "policydiff")
        self.summary = temp / "summary.md"

    def __call__(self, **inputs: str) -> int:
        """The exit code of the last step that ran."""
        given = {name: one.get("default", "") for name, one in self.action["inputs"].items()}
        self.inputs = given | {name.replace("_", "-"): value for name, value in inputs.items()}
        code = 0
        for step in self.action["runs"]["steps"]:
            if step["name"] == "Install policydiff":
                continue
            if "if" in step and self._value(step["if"]) is False:
                continue
            output = self.temp / "output.txt"
            output.write_text("")
            variables = environment(
                self.programs, GITHUB_OUTPUT=str(output), GITHUB_STEP_SUMMARY=str(self.summary),
                RUNNER_TEMP=str(self.temp), GITHUB_ACTIONS="true",
            )  # fmt: skip
            variables |= {key: str(self._value(value)) for key, value in step["env"].items()}
            done = run(step["run"], self.folder, variables)
            self.shown += done.stdout
            self.told += done.stderr
            told = dict(line.split("=", 1) for line in output.read_text().splitlines())
            self.outputs[step.get("id", "")] = told
            code = done.returncode
            assert not done.stderr or code, done.stderr
            if code:
                return code
        return code

    def _value(self, text: str) -> Any:
        match = re.fullmatch(r"\$\{\{ (.*) \}\}", text)
        if not match:
            return text
        if "==" in match[1]:
            return all(
                str(self._name(left)) == right
                for left, right in re.findall(r"([\w.-]+) == '([^']*)'", match[1])
            )
        return self._name(match[1])

    def _name(self, name: str) -> str:
        kind, _, rest = name.partition(".")
        if kind == "inputs":
            value = self.inputs[rest]
            return str(self._value(value)) if "${{" in value else value
        if kind == "steps":
            step, _, key = rest.split(".")[0], "", rest.split(".")[2]
            return self.outputs[step][key]
        return self.context.get(name, "")


def clone(remote: Path, folder: Path, branch: str, *options: str) -> Path:
    subprocess.run(
        ["git", "clone", "-q", "--branch", branch, *options, remote.as_uri(), str(folder)],
        check=True, env=environment(folder), capture_output=True,
    )  # fmt: skip
    return folder


def head(folder: Path, revision: str = "HEAD") -> str:
    done = subprocess.run(["git", "-C", str(folder), "rev-parse", revision], check=True, capture_output=True, text=True)  # fmt: skip
    return done.stdout.strip()


def test_action_on_a_pull_request(remote: Path, programs: Path, tmp_path: Path) -> None:
    """As actions/checkout leaves it: one commit, nothing of the target branch."""
    work = clone(remote, tmp_path / "work", "change", "--depth=1", "--single-branch")
    runner = Runner(work, programs, tmp_path / "temp", **{"github.base_ref": "main"})
    assert runner() == 1
    assert "::error file=legal/terms.md,line=" in runner.shown
    assert "PD105" in runner.shown
    assert runner.summary.read_text("utf-8").startswith("### policydiff: 1 error")
    told = runner.outputs["check"]
    assert told["exit-code"] == "1"
    log = json.loads(Path(told["sarif"]).read_text("utf-8"))
    uris = {
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for one in log["runs"][0]["results"]
    }
    assert uris == {"legal/terms.md"}
    assert Path(told["markdown"]).read_text("utf-8").startswith("<!-- policydiff:report -->")


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"fail_on": "never"}, 0),
        ({"paths": "README.md\n"}, 0),
        ({"paths": "legal\n\nREADME.md"}, 1),
        ({"against": "v9"}, 2),
        ({"against": "$(touch pwned)"}, 2),
        ({"paths": "-x; touch pwned\n$(touch pwned)"}, None),
        ({"fail_on": "`touch pwned`"}, 2),
    ],
)
def test_action_takes_inputs_and_runs_none_of_them(
    remote: Path, programs: Path, tmp_path: Path, inputs: dict[str, str], code: int | None
) -> None:
    work = clone(remote, tmp_path / "work", "change")
    runner = Runner(work, programs, tmp_path / "temp", **{"github.base_ref": "main"})
    found = runner(**inputs)
    assert code is None or found == code
    assert not list(tmp_path.rglob("pwned"))


def test_action_comments_and_renews_its_comment(remote: Path, programs: Path, tmp_path: Path) -> None:  # fmt: skip
    work = clone(remote, tmp_path / "work", "change")
    gh = programs / "gh"
    gh.write_text(
        '#!/bin/sh\nprintf "%s\\n" "$*" >> "$RUNNER_TEMP/gh.log"\n'
        'case "$*" in *--jq*) cat "$RUNNER_TEMP/known" 2>/dev/null || true ;; esac\n'
    )
    gh.chmod(0o755)
    context = {"github.base_ref": "main", "github.event_name": "pull_request",
               "github.repository": "o/r", "github.event.pull_request.number": "7"}  # fmt: skip
    temp = tmp_path / "temp"
    runner = Runner(work, programs, temp, **context)
    assert runner() == 1
    assert not (temp / "gh.log").exists()
    assert runner(comment="true") == 1
    (temp / "known").write_text("4711\n")
    runner(comment="true")
    calls = (temp / "gh.log").read_text("utf-8").splitlines()
    body = f"--field body=@{temp}/policydiff.md"
    assert calls[1] == f"api --silent --method POST repos/o/r/issues/7/comments {body}"
    assert calls[3] == f"api --silent --method PATCH repos/o/r/issues/comments/4711 {body}"


def test_action_has_no_expression_in_a_script() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    assert action["runs"]["using"] == "composite"
    for step in action["runs"]["steps"]:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]
        assert "uses" not in step


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-actions", "action.yml"),
        ("vendor.gitlab-ci", "templates/policydiff.gitlab-ci.yml"),
    ],
)
def test_files_are_valid(schema: str, file: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / file)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# GitLab


def test_gitlab_template(remote: Path, programs: Path, tmp_path: Path) -> None:
    job = yaml.safe_load((ROOT / "templates/policydiff.gitlab-ci.yml").read_text("utf-8"))["policydiff"]  # fmt: skip
    work = clone(remote, tmp_path / "work", "change")
    variables = environment(
        programs, **{key: str(value) for key, value in job["variables"].items()}
    )
    pip = work.parent / "pip"  # what stands for the index
    first = "\n".join(job["before_script"]).replace("python -m pip", f"echo > {pip}; true")
    unset = run(first, work, variables)
    assert (unset.returncode, unset.stderr.count("\n"), pip.exists()) == (2, 1, False)
    assert "POLICYDIFF_PACKAGE is not set" in unset.stderr
    assert run(first, work, variables | {"POLICYDIFF_PACKAGE": "./wheel"}).returncode == 0
    assert pip.exists()
    variables["CI_MERGE_REQUEST_DIFF_BASE_SHA"] = head(work, "origin/main")
    done = run("\n".join(job["script"]), work, variables)
    assert (done.returncode, done.stderr) == (1, "")
    assert "PD105 obligation-reversed" in done.stdout
    reports = job["artifacts"]["reports"]
    quality = json.loads((work / reports["codequality"]).read_text("utf-8"))
    assert {one["location"]["path"] for one in quality} == {"legal/terms.md"}
    assert JUnitXml.fromfile(str(work / reports["junit"])).failures > 0
    variables["POLICYDIFF_FAIL_ON"] = "never"
    assert run("\n".join(job["script"]), work, variables).returncode == 0


# pre-commit


def hook() -> dict[str, Any]:
    (found,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    return dict(found)


def test_hook_manifest_is_valid() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert hook()["language"] == "python"


def test_hook_under_pre_commit(remote: Path, programs: Path, tmp_path: Path) -> None:
    """The hook of the manifest, but on the system's `policydiff`: installing it needs a network."""
    work = clone(remote, tmp_path / "work", "main")
    local = {"repo": "local", "hooks": [hook() | {"language": "system"}]}
    (work / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [local]}), "utf-8")
    (work / "legal" / "terms.md").write_text(NEW, "utf-8")
    variables = environment(programs, PRE_COMMIT_HOME=str(tmp_path / "home"))

    def commit() -> subprocess.CompletedProcess[str]:
        return run(
            f'git add -A && "{sys.executable}" -m pre_commit run --color never', work, variables
        )

    stopped = commit()
    assert stopped.returncode == 1
    assert "legal/terms.md:13" in stopped.stdout
    assert "PD105 obligation-reversed" in stopped.stdout
    (work / "legal" / "terms.md").unlink()  # pre-commit lists no deleted files
    assert commit().returncode == 1
    (work / "legal" / "terms.md").write_text(OLD, "utf-8")
    passed = commit()
    assert (passed.returncode, "Passed" in passed.stdout) == (0, True)


def test_as_a_plain_hook_of_git(remote: Path, programs: Path, tmp_path: Path) -> None:
    work = clone(remote, tmp_path / "work", "main")
    path = work / ".git" / "hooks" / "pre-commit"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\nexec {hook()['entry']}\n")
    path.chmod(0o755)
    (work / "legal" / "terms.md").write_text(NEW, "utf-8")
    variables = environment(programs)
    commit = "git -c user.name=A -c user.email=a@example.org commit -q -m change legal/terms.md"
    assert run(commit, work, variables).returncode == 1
    done = run("git checkout -q HEAD -- . && echo y >> README.md && git add -A && " + commit.replace("legal/terms.md", ""), work, variables)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
