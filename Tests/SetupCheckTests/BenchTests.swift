import Foundation
import Testing
import TrainingCore

@Suite("The bench of faults", .serialized)
struct BenchTests {
    @Test func thereAreManyCases() {
        #expect(Fault.all.count >= 40 && CleanSetup.all.count >= 40)
        #expect(Set(Fault.all.map(\.name)).count == Fault.all.count)
        #expect(Set(CleanSetup.all.map(\.name)).count == CleanSetup.all.count)
        let tried = Set(Fault.all.compactMap(\.rule))
        #expect(SetupRule.allCases.filter { !tried.contains($0) } == [], "rules without a fault")
    }

    @Test func nearlyAllFaultsAreCaughtAndMostByTheRightRuleFirst() throws {
        let bench = try Bench.all.get()
        for fault in bench.faults where !fault.isFirst && fault.expected != nil {
            print("\(fault.name): \(fault.findings.map(\.rule.rawValue))")
        }
        #expect(bench.shareCaught >= 0.95)
        #expect(bench.shareRightFirst >= 0.9)
    }

    @Test func cleanSetupsAreLeftInPeace() throws {
        let bench = try Bench.all.get()
        #expect(bench.cleanErrors == [])
        #expect(bench.shareWarned <= 0.02, "\(bench.clean.filter { !$0.findings.isEmpty })")
    }

    @Test func theSourceDocumentsBugIsOneErrorThatNamesIt() throws {
        let findings = try Bench.all.get().faults[0].findings
        let finding = try #require(findings.first)
        #expect(findings.count == 1 && finding.severity == .error)
        #expect(finding.rule == .nothingTrainableInOptimizer)
        #expect(
            finding.seen
                == "the optimizer holds 60 parameters, all of them frozen, and does not hold fc.weight, fc.bias, "
                + "which may learn")
        #expect(finding.fix == "let optimizer = AdamW(model.trainableParameters, learningRate: 0.001)")
    }

    /// Only when asked for: `Benchmarks/setup-check` does.
    @Test(.enabled(if: Self.page != nil)) func writeThePage() throws {
        let table = try Bench.all.get().table(
            try Cost.measured(), more: try Bench.results(CleanSetup.drawn(1001...1400)))
        try table.write(toFile: try #require(Self.page), atomically: true, encoding: .utf8)
    }

    private static let page = ProcessInfo.processInfo.environment["WORKBOOK_SETUP_CHECK_PAGE"]
}
