"""Folds the alarms of exported lines with the library `eventsourcing`: an aggregate for each alarm, in memory.

Usage: eventsourcing_fold.py LINES ROUNDS

It is given the benefit of the doubt. Not counted: reading the lines, decoding their JSON, parsing their times and ids,
choosing those of alarms, storing anything. Counted: making the library's event of each line that is left and applying
it to its aggregate, by explicit `apply` methods, which are faster than the library's decorators, with the garbage collector
off. An alarm holds what table `alarm` holds of it, and what happened to it.

Prints one JSON document: events folded, the median of the rounds' seconds, and alarms by state and verdict, to be
compared with the views'.
"""

import gc
import json
import sys
import time
from collections import Counter
from datetime import datetime
from uuid import UUID

from eventsourcing.domain import Aggregate
from eventsourcing.utils import get_topic

VERDICTS = {None: "none", 101: "none", 201: "valid", 202: "false"}


class Alarm(Aggregate):
    class Seen(Aggregate.Created):
        record: dict
        endpoint: str
        since: datetime | None

    def __init__(self, record, endpoint, since):
        self.zone = (record["alarm_zone_id"], record["alarm_zone_name"])
        self.device = (record["origin_id"], record["origin_name"])
        self.occurred_at = record["start_time"]
        self.verdict = "none"
        self.ended_at = self.ended = self.left = self.answered = self.response = None
        self.answered_late = False
        self.reversals = 0
        self.events = 1
        self.first_observed_at = self.last_observed_at = self.created_on
        self.listed_at = {endpoint}
        self.transitions = [("observed", since, self.created_on)]
        self.take(record, since, self.created_on)

    class Changed(Aggregate.Event):
        record: dict
        endpoint: str
        since: datetime | None

        def apply(self, alarm):
            alarm.events += 1
            alarm.last_observed_at = self.timestamp
            alarm.listed_at.add(self.endpoint)
            alarm.take(self.record, self.since, self.timestamp)

    class Missing(Aggregate.Event):
        endpoint: str
        since: datetime | None

        def apply(self, alarm):
            alarm.events += 1
            alarm.listed_at.discard(self.endpoint)
            alarm.transitions.append(("missing", self.since, self.timestamp))
            if self.endpoint == "ongoing-alerts":
                alarm.left = (self.since, self.timestamp)

    def take(self, record, since, seen_at):
        self.merged = record["merged"]
        verdict = VERDICTS.get(record["acknowledgment_code"], "unknown")
        if verdict != self.verdict:
            self.transitions.append(("verified", since, seen_at))
            self.answer(record, verdict, since, seen_at)
        self.ended_at = record["ended_time"]
        if self.ended_at is not None and self.ended is None:
            self.ended = self.left or (since, seen_at)
            self.transitions.append(("ended", *self.ended))

    def answer(self, record, verdict, since, seen_at):
        if self.verdict != "none":
            self.reversals += 1
        elif self.answered is None:
            self.answered = (record["acknowledged_time"], since, seen_at)
            self.answered_late = self.ended is not None
            if self.answered[0] is not None and not self.answered_late:
                self.response = self.answered[0] - self.occurred_at
        self.verdict = verdict

    @property
    def state(self):
        if self.ended is not None:
            return "ended"
        if "ongoing-alerts" in self.listed_at:
            return "ongoing"
        return "missing" if self.left is not None or not self.listed_at else "ongoing"


def decoded(path):
    """The events of alarms: kind, id, version, time, the look before, endpoint, record."""
    kinds = {"record-seen.v1": Alarm.Seen, "record-changed.v1": Alarm.Changed, "record-missing.v1": Alarm.Missing}
    events = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if '/alerts/' not in line:
                continue
            event = json.loads(line)
            parts = event["subject"].split("/")
            if parts[1] != "alerts" or event["type"] not in kinds:
                continue
            since = datetime.fromisoformat(event["since"]) if "since" in event else None
            events.append((kinds[event["type"]], UUID(parts[2]), event["streamversion"],
                           datetime.fromisoformat(event["time"]), since, event["endpoint"], event["data"]))
    return events


def fold(events):
    alarms = {}
    topic = get_topic(Alarm)
    for kind, guid, version, seen_at, since, endpoint, record in events:
        if kind is Alarm.Seen:
            event = kind(originator_id=guid, originator_version=version, timestamp=seen_at, originator_topic=topic,
                         record=record, endpoint=endpoint, since=since)
        elif kind is Alarm.Changed:
            event = kind(originator_id=guid, originator_version=version, timestamp=seen_at,
                         record=record, endpoint=endpoint, since=since)
        else:
            event = kind(originator_id=guid, originator_version=version, timestamp=seen_at,
                         endpoint=endpoint, since=since)
        alarms[guid] = event.mutate(alarms.get(guid))
    return alarms


def main():
    events = decoded(sys.argv[1])
    gc.disable()
    times = []
    for _ in range(int(sys.argv[2])):
        start = time.perf_counter()
        alarms = fold(events)
        times.append(time.perf_counter() - start)
    counts = Counter(f"{alarm.state} {alarm.verdict}" for alarm in alarms.values())
    print(json.dumps({"events": len(events), "seconds": sorted(times)[len(times) // 2],
                      "alarms": dict(sorted(counts.items()))}))


main()
