import Archive

/// The two lines on the terminal while a copy of the log is made: first it is copied, then it is verified.
struct CopyBars {
    private var copying = ProgressBar("copying", of: "pages")
    private var verifying = ProgressBar("verifying")

    mutating func show(_ step: CopyStep, _ done: UInt64, of total: UInt64) {
        switch step {
        case .copying: copying.show(done, of: total)
        case .verifying:
            copying.finish()
            verifying.show(done, of: total)
        }
    }

    /// Takes the lines away.
    mutating func finish() {
        copying.finish()
        verifying.finish()
    }
}
