"""Programs that answer every line with the times of a piece of work, and the turns they take."""

import json
import os
import pathlib
import statistics
import subprocess
import sys

PACKAGE = pathlib.Path(__file__).resolve().parent.parent


def fokker_timing():
    """Our timing program; builds it."""
    build = ["swift", "build", "-c", "release", "--package-path", PACKAGE, "--product", "Timing"]
    print("building fokker's timing program", file=sys.stderr)
    subprocess.run(build, check=True, stdout=sys.stderr)
    return str(PACKAGE / ".build/release/Timing")


class Tool:
    """A program that stays open between its turns; on one thread it keeps to the last core."""

    def __init__(self, name, command, threads):
        self.name, self.command, self.threads = name, command, threads

    def start(self):
        core = max(os.sched_getaffinity(0))
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            preexec_fn=(lambda: os.sched_setaffinity(0, {core})) if self.threads == 1 else None,
        )  # fmt: skip

    def turn(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.name} ended with {self.process.wait()}")
        return json.loads(line)

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def take_turns(tools, rounds):
    """The answers of each tool by name; every tool's first turn is not counted."""
    for tool in tools:
        tool.start()
        tool.turn()
        print(f"ready: {tool.name}", file=sys.stderr)
    answers = {tool.name: [] for tool in tools}
    for _ in range(rounds):
        for tool in tools:
            answers[tool.name].append(tool.turn())
    for tool in tools:
        tool.stop()
    return answers


def report(answers):
    """A table of times, and of their ratios to the first tool's in the same round."""
    print(f"{'':36} {'processor ms':>17} {'wall ms':>17}   ratio to the first")
    print(f"{'':36} {'median':>8} {'least':>8} {'median':>8} {'least':>8}   processor   wall")
    first = next(iter(answers.values()))
    for name, own in answers.items():
        row = f"{name:36}"
        for clock in ("processor", "wall"):
            times = [answer[clock] for answer in own]
            row += f" {statistics.median(times):8.3f} {min(times):8.3f}"
        for clock, width in (("processor", 12), ("wall", 7)):
            ratio = statistics.median(a[clock] / b[clock] for a, b in zip(own, first))
            row += f" {ratio:{width - 1}.2f}"
        print(row)
    print(f"load average {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores")
