"""What a runner is called on the screen."""

from crm_core.views.health import RunnerLine


def runner_name(line: RunnerLine) -> str:
    """The machine's own name and the process; what tells containers apart is for programs."""
    return f"{line.host.partition(' ')[0]}, process {line.pid}"
