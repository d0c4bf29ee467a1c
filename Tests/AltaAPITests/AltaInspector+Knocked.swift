import AltaAPI

extension AltaInspector {
    /// What a stranger is told, or why no answer came.
    func knocked() async -> (answer: InspectedAnswer?, error: TransportError?) {
        let result: Result<InspectedAnswer, any Error>
        do {
            result = .success(try await knock())
        } catch {
            result = .failure(error)
        }
        switch result {
        case .success(let answer): return (answer, nil)
        case .failure(let failure):
            guard case .noAnswer(let error) = failure as? SessionFailure else { return (nil, nil) }
            return (nil, error)
        }
    }
}
