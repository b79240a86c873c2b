import Foundation
import Testing
import TrainingCore

@testable import Labs

@Suite("What a lab reports")
struct ReportingTests {
    @Test func meansAndTheirErrors() {
        #expect([1.0, 2, 6].mean == 3)
        #expect([Double]().mean == 0)
        #expect([4.0].standardError == nil)
        // The variance of 1, 2, 6 is (4 + 1 + 9) / 2 = 7.
        #expect(abs([1.0, 2, 6].standardError! - (7.0 / 3).squareRoot()) < 1e-12)
    }

    @Test func aDifferenceIsClearWhenAllSeedsAgree() {
        #expect(Difference([0.9, 0.92, 0.91], [0.8, 0.81, 0.82]).isClear)
        #expect(abs(Difference([0.9, 0.92, 0.91], [0.8, 0.81, 0.82]).mean - 0.1) < 1e-12)
        #expect(!Difference([0.9, 0.8], [0.8, 0.81]).isClear, "the second seed says the contrary")
        #expect(!Difference([0.9, 0.811], [0.8, 0.81]).isClear, "the seeds differ more than the settings")
        #expect(!Difference([0.9], [0.1]).isClear, "a single seed tells nothing of chance")
        #expect(!Difference([0.9, 0.8], [0.9, 0.8]).isClear)
    }

    @Test func numbersStandAtTheRight() {
        let table = LabTable(columns: ["rate", "accuracy"], rows: [["0.001", "9 %"], ["1", "100.0 %"]])
        #expect(
            table.text == """
                rate    accuracy
                0.001        9 %
                1        100.0 %
                """)
    }

    @Test func trialsBySettingAndSeed() {
        func trial(_ setting: String, _ seed: UInt64, _ accuracy: Double, _ curve: [Double]) -> Trial {
            Trial(
                setting: setting, seed: seed, subject: "s", images: 1, seconds: 1,
                outcome: Outcome([Outcome.validationAccuracy: accuracy], curves: ["c": curve]))
        }
        let trials = [trial("a", 2, 0.2, [1, 2, 3]), trial("b", 1, 0.9, []), trial("a", 1, 0.1, [3, 4])]
        #expect(trials.numbers(Outcome.validationAccuracy, of: "a") == [0.1, 0.2])
        #expect(trials.meanCurve("c", of: "a") == [2, 3])
        #expect(trials.numbers("nothing of that name", of: "a").isEmpty)
    }

    @Test func everythingIsWritten() throws {
        let folder = NSTemporaryDirectory() + "report-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let trial = Trial(
            setting: "half, or so", seed: 1, subject: "s", images: 1, seconds: 2.5,
            outcome: Outcome(["gain": -0.5], curves: ["loss": [1, 0.5]]))
        let chart = LineChart(panels: [.init(title: "t", yLabel: "y", series: [.init("s", perEpoch: [1, 2])])])
        try LabReport(
            table: LabTable(columns: ["setting", "gain"], rows: [["half, or so", "−0.5"]]),
            pictures: [(name: "curves", chart: chart)], finding: "Nothing."
        ).write(LearningRateLab.self, [trial], to: folder)
        func text(_ name: String) throws -> String { try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }
        #expect(try text("summary.csv") == "setting,gain\r\n\"half, or so\",−0.5\r\n")
        #expect(try text("trials.csv") == "setting,seed,seconds,gain\r\n\"half, or so\",1,2.5,-0.5\r\n")
        #expect(
            try text("curves.csv")
                == "setting,seed,curve,position,value\r\n\"half, or so\",1,loss,1,1.0\r\n\"half, or so\",1,loss,2,0.5\r\n"
        )
        #expect(try text("report.md").contains("| half, or so | −0.5 |\n\nNothing.\n\n![curves](curves.png)\n"))
        #expect(try Image(contentsOfFile: "\(folder)/curves.png").width > 100)
    }
}
