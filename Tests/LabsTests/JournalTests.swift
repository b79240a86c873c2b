import Files
import Foundation
import Testing
import TrainingCore

@testable import Labs
@testable import Training

@Suite("The journal of a lab")
struct JournalTests {
    let folder = NSTemporaryDirectory() + "journal-\(UUID().uuidString)"
    let setup = LabSetup(.tiny, seedCount: 1)

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    private func journal(_ setup: LabSetup? = nil, hear: @escaping (Journal.Event) -> Void = { _ in }) throws -> Journal
    {
        let subject = try Subject.digits(.tiny)
        return try Journal(
            LearningRateLab.self, setup ?? self.setup, plan: [PlannedWork(subject, images: 100)], in: folder, hear: hear
        )
    }

    @Test func aTrialIsRunOnceAndKept() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let subject = try Subject.digits(.tiny)
        // A third has no finite decimals; it must come back bit for bit.
        let outcome = Outcome(["accuracy": 1.0 / 3], curves: ["loss": [2.5, 1e-300]])
        let first = try journal()
        #expect(first.secondsLeft { _ in 2 } == 200)
        let trial = try first.trial("a", seed: 1, on: subject, images: 40) { _ in outcome }
        #expect(trial.outcome == outcome)
        // What the trial took says more than any guess.
        #expect(first.secondsLeft { _ in 2 } == 60 * (trial.seconds / 40))

        let second = try journal()
        #expect(second.trials == [trial])
        #expect(second.secondsLeft { _ in 2 } == 60 * (trial.seconds / 40))
        var runs = 0
        let known = try second.trial("a", seed: 1, on: subject, images: 40) { _ in
            runs += 1
            return Outcome()
        }
        #expect(known == trial)
        #expect(runs == 0)
        try second.trial("a", seed: 2, on: subject, images: 40) { _ in
            runs += 1
            return Outcome()
        }
        #expect(runs == 1)
        #expect(second.trials.map(\.seed) == [1, 2])
    }

    @Test func aTrialThatFailsIsNotKept() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        struct Broken: Error {}
        let subject = try Subject.digits(.tiny)
        #expect(throws: Broken.self) {
            try journal().trial("a", seed: 1, on: subject, images: 1) { _ in throw Broken() }
        }
        #expect(try journal().trials.isEmpty)
    }

    @Test func tellsHowFarItIs() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var heard: [String] = []
        let journal = try journal { event in
            switch event {
            case .began(let setting, let seed, let done): heard.append("began \(setting) \(seed) \(done)")
            case .step(let progress): heard.append("step \(progress.step)")
            case .finished(let trial, let done): heard.append("finished \(trial.setting) \(done)")
            }
        }
        try journal.trial("a", seed: 7, on: .digits(.tiny), images: 25) { onProgress in
            onProgress(FitProgress(epoch: 1, epochs: 1, step: 3, steps: 4, images: 8, loss: 1, position: FitPosition()))
            return Outcome()
        }
        #expect(heard == ["began a 7 0.0", "step 3", "finished a 0.25"])
    }

    @Test func trialsOfAnotherSetUpAreRefused() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try journal().trial("a", seed: 1, on: .digits(.tiny), images: 1) { _ in Outcome() }
        let error = #expect(throws: FileError.self) { try journal(LabSetup(.quick, seedCount: 1)) }
        #expect(error.map { "\($0)" }?.contains("--out") == true)
    }

    @Test func aDamagedFileIsNamed() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try writeAtomically(Array("{\"lab\": ".utf8), to: "\(folder)/trials.json")
        let error = #expect(throws: FileError.self) { try journal() }
        #expect(error.map { "\($0)" }?.contains("trials.json") == true)
    }
}
