import AltaAPI
import AltaOperator
import ExactJSON
import TestSupport
import Testing

@Suite("The shared video of an alarm")
struct SharedVideoTests {
    private func video(_ text: String) throws -> SharedVideo {
        SharedVideo(try JSONText(Array(text.utf8)).root)
    }

    @Test(
        "is linked to as the vendor's guide says, whatever the token is made of",
        arguments: [
            ("https://acme.eu1.alta.avigilon.com", "https://acme.eu1.alta.avigilon.com"),
            ("https://acme.eu1.alta.avigilon.com/", "https://acme.eu1.alta.avigilon.com"),
            ("http://127.0.0.1:8080/site", "http://127.0.0.1:8080/site"),
        ],
        [("EXAMPLE-1", "EXAMPLE-1"), ("a+b/c==&x=1 #é", "a%2Bb%2Fc%3D%3D%26x%3D1%20%23%C3%A9")])
    func link(base: (given: String, shown: String), token: (served: String, sent: String)) throws {
        let video = try video(#"{"id":"b","name":"Alarm","guest_token":"\#(token.served)"}"#)
        #expect(video.link(base: base.given)?.value == "\(base.shown)/cloud?t=\(token.sent)")
        #expect(video.id == "b")
    }

    @Test(
        "has no link before it is shared",
        arguments: [#"{"id":"b"}"#, #"{"guest_token":null}"#, #"{"guest_token":""}"#])
    func unshared(bookmark: String) throws {
        let video = try video(bookmark)
        #expect(video.token == nil && video.link(base: "https://example.com") == nil)
    }

    @Test("hides its token and its link from whoever prints, describes or dumps it")
    func hidden() throws {
        let video = try video(#"{"id":"b","guestToken":"PLANTED"}"#)
        let link = try #require(video.link(base: "https://example.com"))
        let token = try #require(video.token)
        #expect(token.value == "PLANTED" && link.value.hasSuffix("PLANTED"))
        for shown: Any in [token, link, video, [video], ["x": link], Optional(token) as Any] {
            var dumped = ""
            dump(shown, to: &dumped)
            for text in ["\(shown)", String(describing: shown), String(reflecting: shown), dumped] {
                #expect(!text.contains("PLANTED") && text.contains("hidden"), "\(text)")
            }
        }
    }

    @Test("is found at a simulated deployment, one for each device that took part")
    func simulated() async throws {
        let world = StagedWorld()
        let alarm = try await world.alarm()
        let videos = try await world.client.videos(ofAlarm: alarm.guid)
        #expect(videos.count == 1 && videos.allSatisfy { $0.token?.value.isEmpty == false })
    }
}
