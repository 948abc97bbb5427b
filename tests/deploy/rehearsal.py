#!/usr/bin/env python3
"""Rehearses deploy.sh without a network: ./tests/deploy/rehearsal.py [NAME OF A TEST]

gcloud and curl are the recording stand-ins in tests/deploy/bin. Where gcloud is installed, it says whether it knows every
command that was recorded; and where there is also a stand-in of Google's control plane, a script that runs `DEPLOY_SH
--teardown SCRIPT --fast` against it (CONTROL_PLANE, or ../shared/rehearsal/rehearse.sh), gcloud itself runs them all. What was
rehearsed with is printed.
"""
import json, os, re, shlex, shutil, subprocess, sys, tempfile, unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GCLOUD = shutil.which("gcloud")
CONTROL_PLANE = Path(os.environ.get("CONTROL_PLANE", ROOT / "../shared/rehearsal/rehearse.sh"))
# Every command that the stand-in of gcloud was given, by all tests.
COMMANDS = set()
TOKEN, SECRET = "123456789:AAsecretTokenOfTheBot", "theWebhookSecretOfTheOperator"
REFRESH = "1//refreshTokenOfAPerson"
SETTINGS = {
    "PROJECT_ID": "stand-in-project", "TELEGRAM_BOT_TOKEN": TOKEN, "ALLOWED_CHAT_IDS": "1, -100123", "ALLOWED_USER_IDS": "5",
    "SPREADSHEET_ID": "https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOpQrStUvWxYz/edit#gid=0",
    "DRIVE_FOLDER_ID": "https://drive.google.com/drive/folders/0AbCdEfGhIjKl?usp=sharing", "TIME_ZONE": "Asia/Hong_Kong",
    "USER_AGENT": "FanSign/1, (mail@example.org)"}
CONFLICT = ("ERROR: (gcloud.projects.add-iam-policy-binding) ABORTED: There were concurrent policy changes. "
            "Please retry the whole read-modify-write with exponential backoff.")
UNAVAILABLE = "ERROR: (gcloud) HTTPError 503: The service is currently unavailable."
NOT_YET = "ERROR: INVALID_ARGUMENT: Service account signchronicle-bot@stand-in-project.iam.gserviceaccount.com does not exist."


class Rehearsal(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.home = Path(tempfile.mkdtemp(prefix="deploy-rehearsal."))
        self.addCleanup(shutil.rmtree, self.home)
        self.project, self.stand_in = self.home / "project", self.home / "stand-in"
        self.project.mkdir(), self.stand_in.mkdir()
        self.copy_project()
        bin_ = self.home / "bin"
        bin_.mkdir()
        for name in ("gcloud", "curl"):
            program = bin_ / name
            program.write_text(f'#!/bin/sh\nexec {sys.executable} -S -E {ROOT}/tests/deploy/bin/{name} "$@"\n')
            program.chmod(0o755)
        self.said = ""
        self.addCleanup(lambda: COMMANDS.update(tuple(call["argv"]) for call in self.calls() if call["argv"][0] != "curl"))

    def copy_project(self):
        """A checkout of one commit, without anybody's .env."""
        shutil.copytree(ROOT / "deploy", self.project / "deploy")
        for name in ("deploy.sh", "cloudbuild.yaml", "Cargo.toml"):
            shutil.copy(ROOT / name, self.project / name)
        for command in (["init", "-q"], ["add", "-A"],
                        ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "one"]):
            subprocess.run(["git", "-C", self.project, *command], check=True)

    def deploy(self, *arguments, expect=0, typed=None, **changes):
        """Runs deploy.sh in a process group of its own, `typed` at its terminal if it has one; answers what it said."""
        settings = {**SETTINGS, **changes}
        environment = {"PATH": f"{self.home}/bin:{os.environ['PATH']}", "HOME": str(self.home), "STAND_IN": str(self.stand_in),
                       "DEPLOY_WAIT": "0", **{name: value for name, value in settings.items() if value is not None}}
        keyboard, terminal = os.openpty()
        if typed is not None:
            os.write(keyboard, typed.encode())
        done = subprocess.run([self.project / "deploy.sh", *arguments], env=environment, text=True, start_new_session=True,
                              stdin=subprocess.DEVNULL if typed is None else terminal, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        os.close(keyboard), os.close(terminal)
        self.said += done.stdout
        if expect is not None:
            self.assertEqual(done.returncode, expect, f"deploy.sh {arguments} said:\n{done.stdout}")
        return done.stdout if expect is not None else done.returncode

    def state(self):
        """All that is kept, without what counts executions and builds."""
        path = self.stand_in / "state.json"
        state = json.loads(path.read_text()) if path.exists() else {}
        telegram = self.stand_in / "telegram.json"
        state["telegram"] = json.loads(telegram.read_text()) if telegram.exists() else {}
        for passing in ("count", "executions", "builds", "revisions"):
            state.pop(passing, None)
        for job in state.get("jobs", {}).values():
            job["status"].pop("latestCreatedExecution", None)
        return state

    def comparable(self):
        """The state without the secret that each first run makes anew, and without the numbers of revisions."""
        text = re.sub(r"(?<!sha256:)\b[0-9a-f]{64}\b", "MADE", json.dumps(self.state(), sort_keys=True))
        return json.loads(re.sub(r'("latestReadyRevisionName": )"[^"]*"', r'\1""', text))

    def calls(self):
        path = self.stand_in / "calls.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def changes(self, since=0):
        return [call.get("method") or " ".join(call["argv"]) for call in self.calls()[since:] if call["change"]]

    def faults(self, *faults):
        (self.stand_in / "faults.json").write_text(json.dumps(faults))

    def change_state(self, change):
        path = self.stand_in / "state.json"
        state = json.loads(path.read_text())
        change(state)
        path.write_text(json.dumps(state))

    def test_a_second_run_changes_nothing(self):
        self.deploy()
        before, calls = self.state(), len(self.calls())
        said = self.deploy()
        self.assertEqual(self.state(), before)
        self.assertEqual(self.changes(calls), [])
        self.assertNotIn(" made ", said)
        self.assertNotIn(" changed ", said)

    def test_plan_says_what_would_be_done_and_changes_nothing(self):
        for arguments in (["plan"], ["up", "--dry-run"], ["--dry-run"]):
            said = self.deploy(*arguments)
            for what in ("signchronicle-bot@", "role signchronicleTracker", "signchronicle-bot-token", "images of commit",
                         "service signchronicle-bot", "subscription signchronicle-events", "webhook https://"):
                self.assertRegex(said, f"would be made: [^\n]*{re.escape(what)}")
            self.assertEqual(self.changes(), [])
        self.deploy()
        before, calls = self.state(), len(self.calls())
        said = self.deploy("plan")
        self.assertNotIn("would be", said)
        self.assertEqual((self.changes(calls), self.state()), ([], before))
        said = self.deploy("destroy", "--dry-run")
        self.assertIn("would be deleted: service signchronicle-bot", said)
        self.assertEqual((self.changes(calls), self.state()), ([], before))

    def test_destroy_leaves_nothing_but_what_it_says(self):
        self.deploy(GOOGLE_CREDENTIALS='{"type": "authorized_user", "refresh_token": "%s"}' % REFRESH)
        run = "https://run.googleapis.com/v2/projects/p/locations/r/jobs/signchronicle-tracker:run"
        self.change_state(lambda state: state["scheduler"].update({
            "track-abc-1": {"name": "p/jobs/track-abc-1", "httpTarget": {"uri": run}},
            "signchronicle-watch": {"name": "p/jobs/signchronicle-watch"},
            "track-mine": {"name": "p/jobs/track-mine", "httpTarget": {"uri": "https://example.org/"}}}))
        self.deploy("destroy", expect=1, typed="yes\n")
        self.assertIn("track-abc-1", self.state()["scheduler"], "a person has to name the project before anything goes")
        # The settings may be gone by then: the token is taken from Secret Manager.
        self.deploy("destroy", **{name: None for name in SETTINGS if name != "PROJECT_ID"})
        state = self.state()
        for role in state["roles"].values():
            self.assertTrue(role["deleted"])
        left = {kind: list(value) for kind, value in state.items() if value and kind not in ("projects", "enabled", "roles")}
        left["policies"] = {key: value for key, value in state["policies"].items() if value}
        self.assertEqual(left, {"scheduler": ["track-mine"], "policies": {}})
        calls = len(self.calls())
        self.deploy("destroy")
        self.deploy("destroy", typed=SETTINGS["PROJECT_ID"] + "\n")
        self.assertEqual(self.changes(calls), [], "what is gone is passed over")
        self.deploy()
        self.assertIn("which had been deleted", self.said, "a role's name is taken back")

    def test_all_settings_that_are_missing_or_malformed_are_named_at_once(self):
        said = self.deploy(expect=2, **{name: None for name in SETTINGS})
        for name in ("PROJECT_ID", "TELEGRAM_BOT_TOKEN", "SPREADSHEET_ID", "DRIVE_FOLDER_ID"):
            self.assertIn(f"{name} is not set: ", said)
        wrong = {"PROJECT_ID": "P", "REGION": "Hong Kong", "TELEGRAM_BOT_TOKEN": "hunter2", "ALLOWED_CHAT_IDS": "1;2",
                 "ALLOWED_USER_IDS": "me", "SPREADSHEET_ID": "sheet", "DRIVE_FOLDER_ID": "x", "TIME_ZONE": "Hong Kong",
                 "GOOGLE_CREDENTIALS": "hunter3", "MAX_TRACKINGS_PER_CHAT": "0", "CHANGES_IN_GROUPS": "nobody",
                 "USER_AGENT": "팬", "TELEGRAM_WEBHOOK_SECRET": "hunter 4"}
        said = self.deploy(expect=2, **wrong)
        for name in wrong:
            self.assertRegex(said, rf"(?m)^  {name}( is malformed)?: ")
        self.assertNotIn("hunter", said)
        self.assertEqual(self.calls(), [], "nothing is asked before")

    def test_a_file_has_the_settings_and_the_environment_wins(self):
        lines = [f"{name}='{value}'" for name, value in SETTINGS.items()] + ["# a comment", "", "export REGION=asia-east1\r"]
        (self.project / ".env").write_text("\n".join(lines))
        said = self.deploy("plan", **{name: None for name in SETTINGS})
        self.assertIn("region asia-east1", said)
        self.assertIn("region asia-east2", self.deploy("plan", REGION="asia-east2"))
        (self.project / ".env").write_text(f"touch {self.home}/run\nTELEGRAM_BOT_TOKEN={TOKEN}\nTELEGRAM_TOKEN=$(touch {self.home}/run)")
        self.assertIn("line 3 of", self.deploy(expect=2))
        self.assertFalse((self.home / "run").exists(), "a file of settings may run nothing")

    def test_no_secret_is_in_an_argument_the_environment_of_a_command_or_the_output(self):
        credentials = self.home / "person.json"
        credentials.write_text('{"type": "authorized_user", "refresh_token": "%s"}' % REFRESH)
        secrets = dict(TELEGRAM_WEBHOOK_SECRET=SECRET, GOOGLE_CREDENTIALS=str(credentials))
        self.deploy("plan", **secrets)
        self.faults({"match": "secrets versions add", "nth": 1, "error": "ERROR: PERMISSION_DENIED: no"})
        self.deploy(expect=1, **secrets)
        self.faults()
        self.deploy(**secrets)
        for command in ("plan", "status", "logs", "check"):
            self.deploy(command, **secrets)
        self.deploy("destroy", "--yes", **secrets)
        for secret in (TOKEN, SECRET, REFRESH):
            self.assertNotIn(secret, self.said)
            for call in self.calls():
                self.assertNotIn(secret, json.dumps(call))

    def test_what_is_not_committed_is_built_once_under_a_name_of_its_own(self):
        self.deploy()
        for text in ("# one\n", "# another\n"):
            with open(self.project / "Cargo.toml", "a") as file:
                file.write(text)
            builds = len(self.images_of("bot"))
            self.deploy()
            self.assertEqual(len(self.images_of("bot")), builds + 1)
            calls = len(self.calls())
            self.deploy()
            self.assertEqual(self.changes(calls), [])

    def images_of(self, name):
        images = json.loads((self.stand_in / "state.json").read_text())["images"]
        return {digest for tag, digest in images.items() if f"/{name}:" in tag}

    def test_what_passes_by_itself_is_survived(self):
        self.deploy()
        clean = self.comparable()
        shutil.rmtree(self.stand_in), self.stand_in.mkdir()
        self.faults(
            {"match": "projects add-iam", "nth": 1, "times": 2, "error": CONFLICT},
            {"match": "service-accounts add-iam", "nth": 1, "times": 3, "error": NOT_YET},
            {"match": "^run deploy", "nth": 1, "error": UNAVAILABLE},
            {"match": "topics describe", "nth": 1, "error": UNAVAILABLE},
            {"match": "topics create", "nth": 1, "applied": True, "error": UNAVAILABLE},
            {"match": "secrets create", "nth": 2, "applied": True, "error": UNAVAILABLE},
            {"match": "services enable", "nth": 1, "error": UNAVAILABLE},
            {"match": "run jobs add-iam", "nth": 1, "applied": True, "error": CONFLICT})
        self.deploy()
        self.assertEqual(self.comparable(), clean)

    def test_what_does_not_pass_is_said_with_what_to_do(self):
        self.faults({"match": "repositories create", "nth": 1, "times": 99, "error": "ERROR: PERMISSION_DENIED: not you"})
        said = self.deploy(expect=1)
        self.assertIn("not you", said)
        self.assertIn("run deploy.sh again", said)
        self.faults({"match": "topics describe", "nth": 1, "times": 99, "error": "ERROR: PERMISSION_DENIED: not you either"})
        said = self.deploy(expect=1)
        self.assertIn("not you either", said)
        self.assertNotIn("topic signchronicle-events", said, "what cannot be read is not taken for absent")

    def test_a_run_that_is_killed_after_each_step_is_taken_up_by_the_next(self):
        self.deploy()
        clean = self.comparable()
        steps = len([change for change in self.changes() if "ACTION=check" not in change and "checked=" not in change and change != "setWebhook"])
        shutil.rmtree(self.stand_in), self.stand_in.mkdir()
        kill = {"match": ".", "changes": True, "nth": 1, "applied": True, "kill": True, "error": ""}
        for killed in range(steps + 5):
            self.faults(kill)
            if self.deploy(expect=None) == 0:
                break
            if "ACTION=check" in self.changes()[-1]:
                break
        self.assertGreaterEqual(killed, steps - 2, "it is killed once for each step")
        self.faults()
        self.deploy()
        self.assertEqual(self.comparable(), clean)

    def test_a_new_value_of_a_secret_is_a_new_version_and_the_old_one_ends(self):
        self.deploy()
        webhook = self.state()["telegram"]["secret_token"]
        calls = len(self.calls())
        self.deploy(TELEGRAM_BOT_TOKEN="123456789:AnotherTokenOfTheBot")
        state = self.state()
        versions = [version["state"] for version in state["secrets"]["signchronicle-bot-token"]["versions"]]
        self.assertEqual(versions, ["DISABLED", "ENABLED"])
        self.assertIn("signchronicle-bot-token:2,", state["services"]["signchronicle-bot"]["flags"]["set-secrets"])
        self.assertEqual(state["telegram"]["secret_token"], webhook, "the webhook's secret is made once")
        changes = self.changes(calls)
        order = [next(i for i, change in enumerate(changes) if re.search(what, change))
                 for what in ("versions add", "^run deploy", "setWebhook", "jobs execute signchronicle-menus", "versions disable")]
        self.assertEqual(order, sorted(order), f"the old version serves until the new one does: {changes}")
        self.deploy(TELEGRAM_BOT_TOKEN="123456789:AnotherTokenOfTheBot", TELEGRAM_WEBHOOK_SECRET=SECRET)
        self.assertEqual(self.state()["telegram"]["secret_token"], SECRET)

    def test_credentials_that_are_not_set_any_more_go(self):
        self.deploy(GOOGLE_CREDENTIALS='{"type": "authorized_user", "refresh_token": "%s"}' % REFRESH)
        self.assertIn("signchronicle-google-credentials", self.state()["secrets"])
        self.deploy()
        self.assertNotIn("signchronicle-google-credentials", self.state()["secrets"])

    def test_what_is_not_shared_is_said(self):
        missing = "share the sheet with signchronicle-tracker@stand-in-project.iam.gserviceaccount.com as editor"
        (self.stand_in / "not-shared").write_text(missing)
        said = self.deploy(expect=1)
        self.assertIn(missing, said)
        self.assertIn("./deploy.sh check", said)

    def test_a_project_that_forbids_allusers_and_default_accounts_does_not_matter(self):
        self.deploy()
        for call in self.changes():
            self.assertNotRegex(call, "allUsers|allAuthenticatedUsers|developer.gserviceaccount|appspot")
        self.assertIn("no-invoker-iam-check", self.state()["services"]["signchronicle-bot"]["flags"])

    def test_status_and_logs_show_what_runs(self):
        self.assertIn("nothing is deployed", self.deploy("status", expect=1))
        self.deploy()
        said = self.deploy("status")
        self.assertRegex(said, r"bot       commit [0-9a-f]{12}, revision signchronicle-bot-\d+, https://")
        self.assertRegex(said, "webhook   https://.*/telegram, 0 waiting")
        said = self.deploy("logs", "track-abc-1")
        self.assertLess(said.index("begun"), said.index("written"), "oldest first")
        self.deploy("logs", 'x" OR "', expect=1)


def quoted(argv):
    """As a line of a shell, a flag's value apart from its name: the linter takes what begins with a quote for a value."""
    words = (re.match(r"(--[a-z-]+=)?(.*)", word, re.S).groups("") for word in argv)
    return " ".join(["gcloud", *(flag + shlex.quote(value) for flag, value in words)])


@unittest.skipUnless(GCLOUD, "needs gcloud")
class WithTheRealGcloud(unittest.TestCase):
    def test_gcloud_knows_each_command_and_its_flags(self):
        self.assertTrue(COMMANDS, "run this after the rehearsal: ./tests/deploy/rehearsal.py")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "commands.json")
            file.write_text(json.dumps([{"command_string": quoted(argv)} for argv in sorted(COMMANDS)]))
            done = subprocess.run([GCLOUD, "meta", "lint-gcloud-commands", f"--commands-file={file}"],
                                  env={**os.environ, "CLOUDSDK_CONFIG": folder}, text=True, capture_output=True)
        answers = json.loads(done.stdout)
        self.assertEqual(len(answers), len(COMMANDS), done.stderr)
        refused = [f"{one['command_string']}: {one['error_message']}" for one in answers if not one["success"]]
        self.assertEqual(refused, [])

    @unittest.skipUnless(CONTROL_PLANE.exists(), "needs a stand-in of Google's control plane: CONTROL_PLANE")
    def test_two_runs_and_a_teardown_against_a_control_plane(self):
        with tempfile.TemporaryDirectory() as folder:
            down = Path(folder, "down.sh")
            down.write_text(f"{ROOT}/deploy.sh destroy\n")
            settings = {**SETTINGS, "PROJECT_ID": "rehearsal-project", "DEPLOY_WAIT": "0", "DEPLOY_ENV_FILE": "/dev/null"}
            # Google's schemas come with its Python client, which ./tests/run.sh installs.
            for schemas in ROOT.glob("target/clients-venv/lib/*/site-packages/googleapiclient/discovery_cache/documents"):
                settings["FAKEGCP_DISCOVERY"] = str(schemas)
            done = subprocess.run([CONTROL_PLANE, ROOT / "deploy.sh", "--teardown", down, "--fast", "--dir", folder],
                                  env={**os.environ, **settings}, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, 0, done.stdout)
        for expected in ("   0 difference(s)", "   0 problems"):
            self.assertIn(expected, done.stdout)
        self.assertNotIn("binding on", done.stdout, "what is left after the teardown")


def rehearsed_with():
    said = "rehearsed with the recording stand-in in tests/deploy/bin"
    if not GCLOUD:
        return said + "; gcloud is not installed"
    if not CONTROL_PLANE.exists():
        return said + ", whose commands gcloud knows; without a control plane gcloud itself does not run them"
    return said + ", and with the real gcloud against " + str(CONTROL_PLANE.resolve())


if __name__ == "__main__":
    print(rehearsed_with(), flush=True)
    unittest.main()
