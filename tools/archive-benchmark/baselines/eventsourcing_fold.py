"""Folds the alarms of exported lines with the library `eventsourcing`, in two ways, all in memory.

Usage: eventsourcing_fold.py LINES ROUNDS

An alarm is an aggregate, which holds what table `alarm` holds of it, and what happened to it. Both ways are given the
benefit of the doubt: nothing is written to a disk, events are applied by explicit `apply` methods, which are faster
than the library's decorators, and the garbage collector is off.

"fold": the lines are read, decoded and parsed beforehand, those of other streams left out. Counted is making the
library's event of each line that is left and applying it to its aggregate.

"projection": what the library's documentation calls a projection, rebuilt from the first event. The events lie in an
application's recorder in memory, as the library stores them. Counted is what its ProjectionRunner does: subscribe, make
events of what is stored, apply each to its aggregate in a view that keeps track of its position.

Prints one JSON document: events folded, the median of the rounds' seconds of both ways, and alarms by state and
verdict, which both ways must agree on, to be compared with the views'.
"""

import gc
import json
import sys
import time
from collections import Counter
from datetime import datetime
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate
from eventsourcing.popo import POPOApplicationRecorder, POPOTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
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


def domain_events(events):
    """The library's event of each."""
    topic = get_topic(Alarm)
    for kind, guid, version, seen_at, since, endpoint, record in events:
        members = {"originator_id": guid, "originator_version": version, "timestamp": seen_at, "endpoint": endpoint,
                   "since": since}
        if kind is Alarm.Seen:
            members["originator_topic"] = topic
        if kind is not Alarm.Missing:
            members["record"] = record
        yield kind(**members)


def fold(events):
    alarms = {}
    for event in domain_events(events):
        alarms[event.originator_id] = event.mutate(alarms.get(event.originator_id))
    return alarms


RECORDER = POPOApplicationRecorder()


class Alarms(Application):
    def construct_recorder(self):
        return RECORDER


class AlarmsView(POPOTrackingRecorder):
    def __init__(self):
        super().__init__()
        self.alarms = {}

    def take(self, event, tracking):
        with self._database_lock:
            self._assert_tracking_uniqueness(tracking)
            self.alarms[event.originator_id] = event.mutate(self.alarms.get(event.originator_id))
            self._insert_tracking(tracking)


class AlarmsProjection(Projection[AlarmsView]):
    def process_event(self, domain_event, tracking):
        self.view.take(domain_event, tracking)


def project():
    """Runs the projection up to the last event that is recorded now."""
    with ProjectionRunner(application_class=Alarms, projection_class=AlarmsProjection, view_class=AlarmsView) as runner:
        last = RECORDER.max_notification_id()
        while runner.view.max_tracking_id(runner.app_name) != last:
            time.sleep(0.001)
        return runner.view.alarms


def timed(work, rounds):
    """What the work gives, and the median of its seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return result, sorted(times)[len(times) // 2]


def counts(alarms):
    return dict(sorted(Counter(f"{alarm.state} {alarm.verdict}" for alarm in alarms.values()).items()))


def main():
    events, rounds = decoded(sys.argv[1]), int(sys.argv[2])
    gc.disable()
    folded, fold_seconds = timed(lambda: fold(events), rounds)
    mapper = Alarms().mapper
    RECORDER.insert_events([mapper.to_stored_event(event) for event in domain_events(events)])
    projected, projection_seconds = timed(project, rounds)
    assert counts(folded) == counts(projected)
    print(json.dumps({"events": len(events), "fold": fold_seconds, "projection": projection_seconds,
                      "alarms": counts(folded)}))


main()
