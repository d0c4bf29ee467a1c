extension World {
    /// Lets one change happen now.
    mutating func perform(_ change: Change) {
        switch change {
        case .trouble: beginTrouble()
        case .storm: beginStorm()
        case .detection(let zone, let trigger): detect(in: zone, by: trigger)
        case .ruleMatch(let rule, let device): match(rule, on: device)
        case .scheduleBound, .arming, .exitDelayOver, .disarming, .visit: performArming(change)
        case .zoneEdit: editZone()
        case .outage: beginOutage()
        case .reconnection(let device): reconnect(device)
        case .faultBegin(let fault): begin(parameters.faults[fault], at: fault)
        case .faultEnd(let fault): end(parameters.faults[fault], at: fault)
        case .growth(let alert, let end): grow(alert, until: end)
        default: performOnAlert(change)
        }
    }

    private mutating func performArming(_ change: Change) {
        switch change {
        case .scheduleBound(let zone): followSchedule(of: zone)
        case .arming(let zone, let attempt): arm(zone, by: attempt)
        case .exitDelayOver(let zone): finishArming(of: zone)
        case .disarming(let zone, let person): disarm(zone, by: person)
        case .visit(let zone): visit(zone)
        default: break
        }
    }

    private mutating func performOnAlert(_ change: Change) {
        switch change {
        case .entryDelayOver(let alert): finishEntryDelay(of: alert)
        case .video(let alert, let isShared): keepVideo(of: alert, isShared: isShared)
        case .verification(let alert, let code, let person): verify(alert, as: code, by: person)
        case .end(let alert, let person): end(alert, by: person)
        case .endTogether(let alert, let person): endTogether(alert, by: person)
        case .dispatch(let alert, let person): dispatch(alert, by: person)
        case .comment(let alert, let remark, let person): comment(on: alert, remark: remark, by: person)
        case .retirement(let alert): retire(alert)
        default: break
        }
    }
}
