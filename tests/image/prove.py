#!/usr/bin/env python3
"""Builds the Dockerfile's stages as plain folders, where no container engine is there: every RUN line is run as it stands,
in a chroot of the Debian release that the base image's tag names, or for the Rust stages with this machine's cargo. Then it
starts the programs as the image's user and prints how large the trees are.

    sudo tests/image/prove.py                      # everything; the first time it takes as long as a release build
    sudo tests/image/prove.py --binaries FOLDER    # programs that are built already, in the place of the Rust stages

It is no test of the base images: Debian's comes from debootstrap, cut down as Debian's `-slim` images are. Debian packages
come from where this machine's come from. Needs Debian, root and debootstrap.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).resolve().parents[2]
COMMIT = "0123abc"
ARGUMENTS = {"COMMIT": COMMIT, "VERSION": "0.0.0", "PACKAGES_OF": "now"}
# A page whose price is there only after its script has run.
PAGE = "<title>Album</title><h1>Album</h1><script>document.write('<b class=price>19.80</b>')</script>"
PLATFORM = 'label = "Proof"\nzone = "UTC"\nurl = "http://127.0.0.1:%d/{event}"\nfetch = "browser"\nwait_for = ".price"\n[fields]\nprice = ".price"\n'
# What debuerreotype leaves out of `-slim`.
SLIM = ["/usr/share/doc/*", "/usr/share/info/*", "/usr/share/locale/*", "/usr/share/man/*", "/usr/share/lintian/*"]
# What a container has; `chroot` itself is found by it too.
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# /proc and /dev for one command, gone with it.
MOUNTED = 'mkdir -p "$1/proc" "$1/dev" && mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && shift && '


def instructions(text):
    """(name, rest) of each instruction, comments and line ends within it taken away."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    for line in filter(str.strip, joined.splitlines()):
        name, rest = line.split(maxsplit=1)
        yield name.upper(), re.sub(r"\s+", " ", rest).strip()


def run(command, **options):
    subprocess.run(command, check=True, **options)


def size(folder):
    """Bytes of a tree's files, a hard link counted once."""
    seen = {}
    for path in folder.rglob("*"):
        if not path.is_symlink() and path.is_file():
            status = path.stat()
            seen[status.st_ino] = status.st_size
    return sum(seen.values())


def packed(folder):
    """Bytes of the tree as one gzipped layer, about what a registry keeps and a host pulls."""
    tar = subprocess.Popen(["tar", "--create", "--directory", folder, "."], stdout=subprocess.PIPE)
    gzip = subprocess.Popen(["gzip", "-6"], stdin=tar.stdout, stdout=subprocess.PIPE)
    total = sum(len(piece) for piece in iter(lambda: gzip.stdout.read(1 << 20), b""))
    if tar.wait() or gzip.wait():
        sys.exit(f"{folder} cannot be packed")
    return total


def ignored(path, patterns):
    """Whether .dockerignore leaves a path out: the last pattern that fits it or a folder above it decides."""
    out = False
    for pattern in patterns:
        wanted = pattern.startswith("!")
        pattern = pattern.lstrip("!").strip("/")
        parts = path.split("/")
        above = ["/".join(parts[: n + 1]) for n in range(len(parts))]
        anywhere = pattern.removeprefix("**/")
        fits = any(same_depth(one, pattern) for one in above)
        if pattern.startswith("**/"):
            fits = any(fnmatch(part, anywhere) for part in parts)
        if fits:
            out = not wanted
    return out


def same_depth(path, pattern):
    return path.count("/") == pattern.count("/") and fnmatch(path, pattern)


def copy_context(to):
    """What a builder is sent: all that git knows here and .dockerignore does not leave out."""
    patterns = (ROOT / ".dockerignore").read_text().splitlines()
    patterns = [line for line in patterns if line.strip() and not line.startswith("#")]
    own = ["git", "-c", f"safe.directory={ROOT}", "-C", ROOT, "ls-files", "-z"]
    known = subprocess.run(own, check=True, capture_output=True, text=True).stdout
    for name in filter(None, known.split("\0")):
        if not ignored(name, patterns) and (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            # With its time, so that cargo builds again what has changed only.
            shutil.copy2(ROOT / name, to / name)


class Stage:
    """A stage as a folder. `rust` is one whose commands run outside, `/src` being a folder of it."""

    def __init__(self, folder, rust=False):
        self.folder, self.rust = folder, rust
        self.workdir, self.user, self.entrypoint, self.env = "/", "0:0", None, {}

    def path(self, inside):
        return self.folder / os.path.join(self.workdir, inside).lstrip("/")

    def command(self, words, user="0:0"):
        """The words, run in the tree."""
        inside = ["chroot", f"--userspec={user}", self.folder, *words]
        private = ["unshare", "--mount", "--pid", "--fork", "sh", "-euc", MOUNTED + 'exec "$@"', "sh", self.folder]
        return private + inside

    def run(self, line, arguments):
        print(f"  RUN {line}", flush=True)
        env = {**self.env, **arguments}
        if self.rust:
            tools = self.folder / "tools"
            path = f"{tools}/bin:{os.environ['PATH']}"
            cwd = self.path(".")
            cwd.mkdir(parents=True, exist_ok=True)
            env = {**os.environ, **env, "CARGO_INSTALL_ROOT": str(tools), "CARGO_TARGET_DIR": str(cwd / "target"), "PATH": path}
            run(["sh", "-ec", line], cwd=cwd, env=env)
        else:
            env = {"PATH": PATH, **env}
            run(self.command(["sh", "-ec", line]), env={**env, **proxies()}, stdout=subprocess.DEVNULL)


def proxies():
    """This machine's way to Debian's packages, where it is told by variables."""
    return {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}


def debian(image, folder):
    """A tree as the base image has it, from where this machine gets its packages."""
    release = re.match(r"debian:(\w+)-", image).group(1)
    own = re.search(r"VERSION_CODENAME=(\w+)", Path("/etc/os-release").read_text()).group(1)
    sources = Path("/etc/apt/sources.list.d/debian.sources").read_text()
    sources = re.sub(rf"\b{own}\b", release, re.sub(r"(?m)^#.*\n", "", sources))
    mirror = re.search(r"(?m)^URIs: (\S+)", sources).group(1)
    print(f"  debootstrap {release}", flush=True)
    run(["debootstrap", "--variant=minbase", release, folder, mirror], stdout=subprocess.DEVNULL)
    (folder / "etc/apt/sources.list").unlink(missing_ok=True)
    (folder / "etc/apt/sources.list.d/debian.sources").write_text(sources)
    for part in Path("/etc/apt/apt.conf.d").glob("*proxy*"):
        shutil.copy(part, folder / "etc/apt/apt.conf.d")
    shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
    (folder / "etc/dpkg/dpkg.cfg.d/slim").write_text("".join(f"path-exclude {path}\n" for path in SLIM))
    for path in SLIM:
        shutil.rmtree(folder / path.strip("/*"), ignore_errors=True)
    # As in the base image: no archives stay, no services start.
    clean = 'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };\n'
    (folder / "etc/apt/apt.conf.d/clean").write_text(clean + 'APT::Install-Recommends "true";\n')
    policy = folder / "usr/sbin/policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)
    for path in ["var/cache/apt/archives", "var/lib/apt/lists"]:
        run(["find", folder / path, "-type", "f", "-delete"])


def build(work, binaries):
    """All stages of the Dockerfile, by name."""
    stages, stage = {}, None
    for name, rest in instructions((ROOT / "Dockerfile").read_text()):
        if name == "FROM":
            base, _, label = rest.split()
            print(f"FROM {rest}", flush=True)
            folder = work / label
            stage = stages[label] = Stage(folder)
            known = stages.get(base)
            rust = known.rust if known else base.startswith("rust:")
            if not rust:
                shutil.rmtree(folder, ignore_errors=True)
            stage.rust, arguments = rust, {}
            if known and not rust:
                stage.workdir, stage.env = known.workdir, dict(known.env)
                run(["cp", "--archive", known.folder, folder])
            elif known:
                # Rust stages keep their folder, and so what is compiled; the tools are those of the stage below.
                folder.mkdir(exist_ok=True)
                stage.workdir = known.workdir
                if (known.folder / "tools").exists() and not (folder / "tools").exists():
                    (folder / "tools").symlink_to(known.folder / "tools")
            elif base.startswith("debian:"):
                debian(base, folder)
            else:
                folder.mkdir(exist_ok=True)
        elif stage.rust and binaries:
            continue
        elif name == "RUN":
            stage.run(rest, arguments)
        elif name == "COPY":
            copy(stage, stages, rest, binaries)
        elif name == "ARG":
            arguments[rest] = ARGUMENTS[rest]
        elif name == "ENV":
            key, value = rest.split("=", 1)
            stage.env[key] = value
        elif name == "WORKDIR":
            stage.workdir = rest
            stage.path(".").mkdir(parents=True, exist_ok=True)
        elif name == "USER":
            stage.user = rest
        elif name == "ENTRYPOINT":
            stage.entrypoint = rest.strip('[]"')
        elif name != "LABEL":
            sys.exit(f"{name} is not known here: teach {__file__}")
    return stages


def copy(stage, stages, rest, binaries):
    words = rest.split()
    origin = re.match(r"--from=(\S+)", words[0])
    target = stage.path(words[-1])
    if not origin:
        print("  COPY the context", flush=True)
        copy_context(target)
        return
    other = stages[origin.group(1)]
    source = other.folder / words[1].lstrip("/")
    if other.rust and binaries:
        source = binaries / source.name
    print(f"  COPY {rest}", flush=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        run(["cp", "--archive", f"{source}/.", target])
    else:
        shutil.copy2(source, target)


def prove(label, stage, commands):
    """Starts commands as the image's user, and tells the size."""
    if stage.user.split(":")[0] in ("0", "root"):
        sys.exit(f"{label} would run as root")
    for words in commands:
        command = stage.command(words, user=stage.user)
        said = subprocess.run(command, env={"PATH": PATH, **stage.env}, text=True, capture_output=True)
        line = (said.stdout + said.stderr).strip().splitlines()[-1:] or ["nothing"]
        print(f"{label}: {' '.join(words)} as {stage.user} said: {line[0]}", flush=True)
        if said.returncode:
            sys.exit(f"{label}: it ended with {said.returncode}: {said.stderr}")
    print(f"{label}: {size(stage.folder) / 1e6:.1f} MB unpacked, {packed(stage.folder) / 1e6:.1f} MB packed", flush=True)


def read_page(stage):
    """The tracker reads a page of this machine with the tree's Chromium, as the image's user."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    platforms = stage.folder / "tmp/platforms"
    platforms.mkdir(exist_ok=True)
    (platforms / "proof.toml").write_text(PLATFORM % server.server_port)
    env = {"ACTION": "now", "PLATFORM": "proof", "EVENT_ARTIST": "album", "TERMINATE_TIME": "20991231 23:59", "PROJECT_ID": "p",
           "SPREADSHEET_ID": "s", "DRIVE_FOLDER_ID": "f", "PLATFORMS_DIR": "/tmp/platforms",
           "ALLOWED_PRIVATE_ADDRESSES": f"127.0.0.1:{server.server_port}", "PATH": PATH}
    command = stage.command([stage.entrypoint], user=stage.user)
    said = subprocess.run(command, env={**stage.env, **env}, text=True, capture_output=True)
    shutil.rmtree(platforms)
    lines = [json.loads(line) for line in said.stderr.splitlines()]
    if said.returncode or not any(line.get("status") == "ok" for line in lines):
        sys.exit(f"the tracker did not read a page by Chromium: {said.stderr}")
    print("tracker: Chromium read a page", flush=True)


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binaries", type=Path, help="a folder with bot-service and tracker-job")
    parser.add_argument("--work", type=Path, default=ROOT / "target/image", help="where the trees go (target/image)")
    options = parser.parse_args()
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        sys.exit("It needs root and debootstrap (apt-get install debootstrap).")
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    stages = build(work, options.binaries)
    versions = {"bot": [], "tracker": [["chromium", "--version"], ["chromedriver", "--version"]]}
    for label, more in versions.items():
        prove(label, stages[label], [[stages[label].entrypoint, "--version"], *more])
    read_page(stages["tracker"])


if __name__ == "__main__":
    main()
