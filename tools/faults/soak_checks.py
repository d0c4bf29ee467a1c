"""What must be true of an archive after a soak, held against what was really delivered and when."""
import datetime, json

from .campaign import Failure

PATIENCE = 60  # seconds without a look after which nothing may be called observed any more
SLACK = 12  # seconds: an answer on its way, a look's own interval, a second of a machine that is busy
PATHS = {"ongoing-alerts": "/ongoingAlerts", "alerts": "/alerts", "zones": "/alarmZones", "about": "/about"}
# Causes of our own making, which need a fault of ours to be true; the others come of the simulated deployment, too.
OURS = ("storage", "not-running", "overdue")


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def run_json(soak, *arguments):
    run = soak.programs.run("alarm-history", *arguments, "--archive", soak.archive, timeout=300)
    run.demand(run.status in (0, 3), f"{arguments[0]} failed")
    return json.loads(run.output)


def check(soak):
    verified = soak.programs.verify(soak.archive)
    verified.demand(verified.status == 0, "verify does not find the archive sound")
    compared = soak.programs.run("alarm-history", "rebuild", "--compare", "--archive", soak.archive, timeout=600)
    compared.demand(compared.status == 0, "a rebuild gives other views")
    report = run_json(soak, "coverage", "--json", "--since", soak.since, "--until", soak.until)
    problems = []
    for endpoint in report["endpoints"]:
        problems += partition(endpoint, report)
        problems += observed(endpoint, soak)
        problems += causes(endpoint, soak)
    problems += times(soak)
    if problems:
        raise Failure("; ".join(problems[:8]) + (f"; and {len(problems) - 8} more" if len(problems) > 8 else ""))


def partition(endpoint, report):
    """Every millisecond is exactly one state."""
    at = report["since"]
    for interval in endpoint["intervals"]:
        if interval["from"] != at:
            yield f"{endpoint['endpoint']}: {at} is not followed by {interval['from']}"
        at = interval["until"]
    if at != report["until"]:
        yield f"{endpoint['endpoint']}: nothing is said of the time from {at} on"


def observed(endpoint, soak):
    """What is called covered lies between deliveries that are not further apart than is tolerated."""
    path = PATHS.get(endpoint["endpoint"])
    if path is None:
        return
    times = sorted(soak.wall(delivery.asked) for delivery in soak.proxy.deliveries
                   if delivery.status == 200 and delivery.path.endswith(path))
    for interval in endpoint["intervals"]:
        if interval["state"] != "covered":
            continue
        begin, end = instant(interval["from"]), instant(interval["until"])
        known = [begin] + [time for time in times if begin - 1 <= time <= end + 1] + [end]
        widest = max(later - earlier for earlier, later in zip(known, known[1:]))
        if widest > soak.patience(endpoint["endpoint"]) + SLACK:
            yield f"{endpoint['endpoint']}: {interval['from']} to {interval['until']} is covered, yet {widest:.0f} s had no answer"


def causes(endpoint, soak):
    """A gap of our own making overlaps a fault that explains it."""
    for interval in endpoint["intervals"]:
        if interval["state"] != "gap" or interval.get("cause") not in OURS:
            continue
        begin, end = instant(interval["from"]), instant(interval["until"])
        explained = any(
            interval["cause"] in active.fault.causes
            and soak.wall(active.begun) - SLACK < end and begin < soak.wall(active.ended) + SLACK
            for active in soak.history)
        if not explained:
            yield f"{endpoint['endpoint']}: {interval['from']} to {interval['until']} is {interval['cause']}, for no fault of that time"


def times(soak):
    """The log's times stay near the truth, whatever the wall clock said."""
    run = soak.programs.run("alarm-history", "events", "--jsonl", "--archive", soak.archive, timeout=600)
    run.demand(run.status in (0, 3), "events failed")
    first, last = instant(soak.since), instant(soak.until)
    for line in run.output.splitlines():
        event = json.loads(line)
        if not first - SLACK <= instant(event["time"]) <= last + SLACK:
            yield f"event {event['id']} has the time {event['time']}"
            return
        if "since" in event and event["since"] > event["time"]:
            yield f"event {event['id']} has its since behind its time"
            return
