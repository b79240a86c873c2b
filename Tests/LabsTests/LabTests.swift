import Foundation
import Testing

@testable import Labs

@Suite("Labs")
struct LabTests {
    /// Runs a lab with a few steps, and again from its journal.
    @Test(arguments: allLabs.map { $0.name })
    func runsAndGoesOn(name: String) throws {
        let kind = try lab(named: name)
        let folder = NSTemporaryDirectory() + "lab-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let setup = LabSetup(.tiny, seedCount: 1)
        let lab = try kind.init(setup)
        let journal = try Journal(kind, setup, plan: lab.plan, in: folder)
        let report = try lab.run(journal)
        try report.write(kind, journal.trials, to: folder)
        #expect(!journal.trials.isEmpty)
        #expect(!report.table.rows.isEmpty)
        #expect(!report.pictures.isEmpty)
        #expect(report.finding.count > 40)
        for picture in report.pictures {
            #expect(FileManager.default.fileExists(atPath: "\(folder)/\(picture.name).png"))
        }
        // What was planned is what was done: the forecast of the time depends on it.
        let planned = lab.plan.reduce(0) { $0 + $1.images }
        let done = journal.trials.reduce(0) { $0 + $1.images }
        #expect(abs(done - planned) < 0.01 * planned, "planned \(planned), done \(done)")

        let again = try Journal(kind, setup, plan: lab.plan, in: folder) { event in
            Issue.record("nothing is left to do, but heard \(event)")
        }
        let second = try lab.run(again)
        #expect(second.table == report.table)
        #expect(second.finding == report.finding)
    }

    @Test func namesAreUnique() {
        #expect(Set(allLabs.map { $0.name }).count == allLabs.count)
    }

    @Test func anUnknownNameIsAnErrorThatListsTheKnownOnes() {
        let error = #expect(throws: UnknownLab.self) { try lab(named: "depth") }
        #expect(error?.description.contains("lr-find") == true)
    }
}
