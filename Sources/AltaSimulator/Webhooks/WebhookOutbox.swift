/// The messages that are on their way.
struct WebhookOutbox: Sendable {
    private var messages: [SimulatedWebhook] = []
    /// The messages that wait for the end of their alarm, by its guid.
    private var held: [String: SimulatedWebhook] = [:]
    private var count: UInt64 = 0

    /// How long a message usually takes.
    private static let latency = 300 * Milliseconds(1)
    /// How long after the end of its alarm a held message comes, and a second one after the first.
    private static let pause = 5 * Milliseconds.second
    private static let usualDelay = 10 * Milliseconds.minute
    private static let usualScatter = 2 * Milliseconds.minute

    /// Sends the message about `signal`, as far as the faults of that moment let it.
    mutating func send(_ signal: WebhookSignal, template: WebhookTemplate, spelling: Spelling, faults: [ScriptedFault])
    {
        let active = faults.filter { $0.lasts(at: signal.time) }
        func fault(_ kind: WebhookFault) -> ScriptedFault? { active.first { $0.kind == .webhook(kind) } }
        count += 1
        if signal.phase == .ended { release(signal) }
        guard fault(.lost) == nil else { return }
        var delay = WebhookOutbox.latency
        if let late = fault(.late) { delay += max(0, late.amount ?? WebhookOutbox.usualDelay) }
        if let scatter = fault(.outOfOrder) { delay += scattered(by: scatter) }
        let message = SimulatedWebhook(
            firedAt: signal.time, deliverAt: signal.time + delay,
            body: template.filled(for: fault(.unfilled) == nil ? signal : nil, spelling: spelling),
            zoneID: spelling.shown(signal.zone.id))
        if signal.phase == .alarm, fault(.afterEnd) != nil, let guid = signal.alert?.guid {
            held[guid] = message
        } else {
            messages.append(message)
            if fault(.duplicated) != nil { messages.append(message.delivered(at: message.deliverAt + Self.pause)) }
        }
    }

    /// Takes out what has arrived by `time`, in the order of arrival.
    mutating func take(until time: Milliseconds) -> [SimulatedWebhook] {
        let arrived = messages.filter { $0.deliverAt <= time }
        messages.removeAll { $0.deliverAt <= time }
        // A stable order also for messages of one moment, so that a seed gives the same in every run.
        return arrived.enumerated().sorted {
            ($0.element.deliverAt, $0.offset) < ($1.element.deliverAt, $1.offset)
        }.map(\.element)
    }

    private mutating func release(_ signal: WebhookSignal) {
        guard let message = signal.alert.flatMap({ held.removeValue(forKey: $0.guid) }) else { return }
        messages.append(message.delivered(at: signal.time + WebhookOutbox.pause))
    }

    /// A delay of the message's own.
    private func scattered(by fault: ScriptedFault) -> Milliseconds {
        var generator = SeededGenerator(seed: fault.seed ^ count)
        return generator.number(in: 0...max(0, fault.amount ?? WebhookOutbox.usualScatter))
    }
}

extension SimulatedWebhook {
    fileprivate func delivered(at time: Milliseconds) -> SimulatedWebhook {
        SimulatedWebhook(firedAt: firedAt, deliverAt: time, body: body, zoneID: zoneID)
    }
}

extension SimulatedDeployment {
    /// The messages that have reached their receiver by the simulated time `milliseconds`, which never decreases
    /// between calls, and that were not taken before. None without a template.
    public mutating func takeWebhooks(until milliseconds: Int64) -> [SimulatedWebhook] {
        world.advance(to: milliseconds)
        if let text = parameters.webhookTemplate {
            let template = WebhookTemplate(text: text)
            for signal in world.takeSignals() {
                outbox.send(signal, template: template, spelling: spelling, faults: webhookFaults)
            }
        }
        return outbox.take(until: milliseconds)
    }

    private var webhookFaults: [ScriptedFault] {
        parameters.faults.filter { fault in
            guard case .webhook = fault.kind else { return false }
            return true
        }
    }
}
