import Files
import Foundation
import Synchronization
import TrainingCore

/// The trials of a lab, each written to disk as soon as it is done: a lab that was interrupted goes on where it was.
///
/// The file is `trials.json` in the lab's folder.
public final class Journal {
    /// What happens while a lab runs.
    public enum Event: Sendable {
        /// A trial begins: its setting and seed, and the share of all work that is done, 0…1.
        case began(setting: String, seed: UInt64, done: Double)
        /// A step of training was made.
        case step(FitProgress)
        /// A trial is done, and the share of all work with it.
        case finished(Trial, done: Double)
    }

    /// All that is done, in the order in which it was done.
    public private(set) var trials: [Trial]
    private let path: String
    private let lab: String
    private let setup: LabSetup
    private let plan: [PlannedWork]
    private let hear: (Event) -> Void

    /// Reads what was done before, if there is anything.
    ///
    /// - Parameters:
    ///   - folder: where the lab writes; it must be there.
    ///   - hear: is told what happens.
    /// - Throws: `FileError` when the folder has the trials of another lab or set-up, or a damaged file.
    public init(
        _ lab: any Lab.Type, _ setup: LabSetup, plan: [PlannedWork], in folder: String,
        hear: @escaping (Event) -> Void = { _ in }
    ) throws {
        path = "\(folder)/trials.json"
        self.lab = lab.name
        self.setup = setup
        self.plan = plan
        self.hear = hear
        trials = try Self.read(path, lab.name, setup)
    }

    /// What was measured with a setting and a seed: from the journal, or else by running it now.
    ///
    /// - Parameters:
    ///   - images: what it costs, as ``PlannedWork/images`` counts.
    ///   - run: runs the trial. It passes the steps of training on to `onProgress`.
    @discardableResult
    public func trial(
        _ setting: String, seed: UInt64, on subject: Subject, images: Double,
        _ run: (_ onProgress: (FitProgress) -> Void) throws -> Outcome
    ) throws -> Trial {
        if let known = trials.first(where: { $0.setting == setting && $0.seed == seed }) { return known }
        hear(.began(setting: setting, seed: seed, done: done))
        let start = ContinuousClock.now
        let outcome = try run { hear(.step($0)) }
        let trial = Trial(
            setting: setting, seed: seed, subject: subject.name, images: images,
            seconds: (.now - start) / .seconds(1), outcome: outcome)
        trials.append(trial)
        try write()
        hear(.finished(trial, done: done))
        return trial
    }

    /// How many seconds the rest will take: as many for an image as in the trials so far, and `secondsPerImage` for a
    /// subject without any.
    public func secondsLeft(_ secondsPerImage: (Subject) throws -> Double) rethrows -> Double {
        try plan.reduce(0) { sum, work in
            let done = trials.filter { $0.subject == work.subject.name }
            let (images, seconds) = (done.map(\.images).reduce(0, +), done.map(\.seconds).reduce(0, +))
            guard work.images > images else { return sum }
            return try sum + (work.images - images) * (images > 0 ? seconds / images : secondsPerImage(work.subject))
        }
    }

    private var done: Double {
        let all = plan.reduce(0) { $0 + $1.images }
        return all > 0 ? min(trials.reduce(0) { $0 + $1.images } / all, 1) : 1
    }

    // MARK: - The file

    private struct Content: Codable {
        let lab: String
        let setup: LabSetup
        let trials: [Trial]
    }

    /// Held while a file is written.
    private static let writing = Mutex(())

    /// Calls `body` while no journal is being written: a moment to end the process in.
    public static func betweenWrites(_ body: () -> Void) { writing.withLock { _ in body() } }

    private func write() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let bytes = try encoder.encode(Content(lab: lab, setup: setup, trials: trials))
        try Self.writing.withLock { _ in try writeAtomically(Array(bytes), to: path) }
    }

    private static func read(_ path: String, _ lab: String, _ setup: LabSetup) throws -> [Trial] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        let content: Content
        do {
            content = try JSONDecoder().decode(Content.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw FileError(path, expected: "the trials of a lab", found: "\(error)")
        }
        guard content.lab == lab && content.setup == setup else {
            throw FileError(
                path, expected: "trials of the lab \(lab), \(setup.inWords)",
                found: "those of \(content.lab), \(content.setup.inWords); choose another folder with --out")
        }
        return content.trials
    }
}

extension LabSetup {
    fileprivate var inWords: String { "\(size.rawValue), \(seedCount) seed\(seedCount == 1 ? "" : "s")" }
}
