import Foundation

/// A line that shows how far a job is, how fast it goes and how long it will take. Silent when nobody watches.
final class ProgressBar {
    private let label: String
    private let total: Int
    private let start = ContinuousClock.now
    private var done = 0
    private var shown = ContinuousClock.now - .seconds(1)

    /// A bar for `total` images.
    init(_ label: String, total: Int) {
        self.label = label
        self.total = total
    }

    func advance(by images: Int, note: String = "") {
        done += images
        guard Terminal.isInteractive, ContinuousClock.now - shown > .milliseconds(100) || done >= total else { return }
        shown = .now
        let seconds = max((shown - start) / .seconds(1), 1e-3)
        let rate = Double(done) / seconds
        let left = Int((Double(total - done) / max(rate, 1e-3)).rounded(.up))
        let filled = 24 * min(done, total) / max(total, 1)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
        show("\r\(label) \(bar) \(Int(rate)) images/s, \(left) s left\(note)\u{1B}[K")
    }

    /// Removes the bar, so that the result can be printed in its place.
    func finish() {
        if Terminal.isInteractive { show("\r\u{1B}[K") }
    }
}
