import AlarmHistory
import AltaAPI
import ExactJSON
import TestSupport
import Testing

@testable import AltaOperator

/// An act, what is shown before and after it, and how the two stand to each other.
struct EffectCase: Sendable, CustomTestStringConvertible {
    let act: Act
    let before: ShownState
    let after: ShownState
    let standing: Effect.Standing?

    var testDescription: String { "\(act.name): \(before), \(after)" }

    init(_ act: Act, _ before: ShownState, _ after: ShownState, _ standing: Effect.Standing?) {
        self.act = act
        self.before = before
        self.after = after
        self.standing = standing
    }

    /// The rules, act by act.
    static func all() throws -> [EffectCase] {
        try verdicts() + endings + armings() + bulk() + others + unseen()
    }

    private static func verdicts() throws -> [EffectCase] {
        let alarm = try VerifiedAlarm(servedAlarm(#"{"guid":"a","merged":true,"origin_name":"x"}"#))
        let rules: [(Act.Verdict, AlarmVerdict, AlarmVerdict, Effect.Standing)] = [
            (.valid, .none, .valid, .confirmed), (.valid, .none, .none, .notSeen),
            (.valid, .none, .false, .contradicted), (.valid, .none, .unknown, .contradicted),
            (.false, .valid, .valid, .notSeen), (.false, .valid, .none, .contradicted),
            (.none, .false, .none, .confirmed), (.none, .unknown, .unknown, .notSeen),
            (.valid, .valid, .valid, .confirmed),
        ]
        return rules.map { verdict, old, new, standing in
            EffectCase(.verify(alarm, as: verdict), .verdict(old), .verdict(new), standing)
        }
    }

    private static let endings: [EffectCase] = [
        EffectCase(.end(guid: "a"), going, .end(isEnded: true, phase: "ended"), .confirmed),
        EffectCase(.end(guid: "a"), going, .end(isEnded: true, phase: nil), .confirmed),
        EffectCase(.end(guid: "a"), going, going, .notSeen),
        EffectCase(.end(guid: "a"), going, .end(isEnded: false, phase: "valid_alarm"), .notSeen),
    ]

    private static let going = ShownState.end(isEnded: false, phase: "alarm")

    private static func armings() throws -> [EffectCase] {
        let (arm, disarm) = (Act.arm(zone: "z"), Act.disarm(zone: "z"))
        let words: [(String, Effect.Standing, Effect.Standing)] = [
            (#""state":"armed""#, .confirmed, .notSeen), (#""state":"arming","armed":false"#, .confirmed, .notSeen),
            (#""state":"ARMING","armed":true"#, .confirmed, .notSeen), (#""state":"pre_alarm""#, .confirmed, .notSeen),
            (#""state":"alarm""#, .confirmed, .notSeen), (#""state":"disarmed""#, .notSeen, .confirmed),
            (#""armed":true"#, .confirmed, .notSeen), (#""armed":false"#, .notSeen, .confirmed),
            (#""state":"night","armed":true"#, .confirmed, .notSeen), (#""state":"night""#, .notSeen, .notSeen),
            (#""name":"Roof""#, .notSeen, .notSeen), (#""armed":"yes""#, .notSeen, .notSeen),
        ]
        return try words.flatMap { members, armed, disarmed in
            [
                EffectCase(arm, try zone(members), try zone(members), armed),
                EffectCase(disarm, try zone(members), try zone(members), disarmed),
            ]
        } + [
            EffectCase(
                arm, try zone(#""armed":false"#, failures: 2), try zone(#""armed":false"#, failures: 3), .contradicted),
            EffectCase(
                arm, try zone(#""armed":false"#, failures: 2), try zone(#""armed":true"#, failures: 2), .confirmed),
        ]
    }

    private static func zone(_ members: String, failures: Int = 0) throws -> ShownState {
        .zone(try standing(members), failures: failures)
    }

    private static func standing(_ members: String) throws -> ZoneStanding {
        ZoneStanding(try JSONText(Array("{\(members)}".utf8)).root)
    }

    private static func bulk() throws -> [EffectCase] {
        let (on, leaving) = (try standing(#""state":"armed""#), try standing(#""state":"arming""#))
        let off = try standing(#""state":"disarmed""#)
        return [
            EffectCase(.armAll, .zones([off, off]), .zones([on, leaving]), .confirmed),
            EffectCase(.armAll, .zones([off, off]), .zones([on, off]), .notSeen),
            EffectCase(.armAll, .zones([]), .zones([]), .notSeen),
            EffectCase(.disarmAll, .zones([on]), .zones([off, off]), .confirmed),
            EffectCase(.disarmAll, .zones([on]), .zones([off, leaving]), .notSeen),
        ]
    }

    private static let others: [EffectCase] = [
        EffectCase(.stopLocal(zone: nil), .localAlarms(2), .localAlarms(0), .confirmed),
        EffectCase(.stopLocal(zone: "z"), .localAlarms(2), .localAlarms(1), .notSeen),
        EffectCase(.stopLocal(zone: nil), .localAlarms(0), .localAlarms(0), nil),
        EffectCase(.comment(zone: "z", text: "a"), .comments(1), .comments(2), .confirmed),
        EffectCase(.comment(zone: "z", text: "a"), .comments(1), .comments(1), .notSeen),
        EffectCase(.mute(zone: "z"), .muted(false), .muted(true), .confirmed),
        EffectCase(.mute(zone: "z"), .muted(false), .muted(false), .notSeen),
        EffectCase(.unmute(zone: "z"), .muted(true), .muted(false), .confirmed),
        EffectCase(.unmute(zone: "z"), .muted(true), .muted(true), .notSeen),
    ]

    /// Whatever is asked, of what is not shown nothing is said.
    private static func unseen() throws -> [EffectCase] {
        let alarm = try VerifiedAlarm(servedAlarm(#"{"guid":"a","merged":true,"origin_name":"x"}"#))
        let acts: [Act] = [
            .verify(alarm, as: .valid), .end(guid: "a"), .stopLocal(zone: nil), .arm(zone: "z"), .disarm(zone: "z"),
            .armAll, .disarmAll, .comment(zone: "z", text: "a"), .mute(zone: "z"), .unmute(zone: "z"),
        ]
        return acts.map { EffectCase($0, .nothing, .nothing, nil) }
    }
}
