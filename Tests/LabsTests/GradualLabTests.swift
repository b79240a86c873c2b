import Testing
import TrainingCore

@testable import Labs

@Suite("Lab: gradual")
struct GradualLabTests {
    let lab: GradualLab

    init() throws { lab = try GradualLab(LabSetup(.full, seedCount: 2)) }

    private func outcome(_ accuracies: [String: [Double]], highestIsBest: String? = nil) -> [Trial] {
        lab.plans.flatMap { plan -> [Trial] in
            let values = accuracies[plan.name] ?? [0.8, 0.81]
            let best = plan.name == highestIsBest ? lab.rates.count - 1 : 1
            return lab.rates.enumerated().flatMap { index, rate in
                trials(
                    GradualLab.name(of: plan, at: rate), values.map { index == best ? $0 : $0 - 0.3 },
                    curve: index == best ? [0.3, 0.4] : [0.1, 0.2])
            }
        }
    }

    @Test func goingSlowlyPays() throws {
        let report = try lab.report(
            outcome(["gradual, body ÷ 10": [0.9, 0.92], "all, 1/100 to 1": [0.6, 0.63], "head only": [0.5, 0.52]]))
        #expect(report.finding.contains("91.0 % at best (“gradual, body ÷ 10”)"))
        #expect(
            report.finding.contains(
                "“gradual, one rate” no clear difference (+0.0 points); "
                    + "“gradual, body ÷ 10” clearly better (+10.5 points). So yes in 1 of 2, and no clear loss."))
        #expect(report.finding.contains("against the head alone: clearly better (+40.0 points)."))
        #expect(report.finding.contains("By 10: clearly better (+10.5 points) against by 100, so the divisor matters"))
        #expect(report.finding.contains("“all, 1/100 to 1” clearly worse (−19.0 points)"))
        #expect(
            report.table.row("gradual, body ÷ 10")
                == ["gradual, body ÷ 10", "0.003", "91.0 %", "40.0 %", "0.0 %", "1.000", "1.0"])
    }

    @Test func goingSlowlyCosts() throws {
        let finding = try lab.report(
            outcome(["all, one rate": [0.9, 0.92], "gradual, one rate": [0.79, 0.82]])
        ).finding
        #expect(finding.contains("So no, it cost."))
        #expect(finding.contains("so here it hardly matters"))
        #expect(finding.contains("fastai's two phases against the best at once: clearly worse"))
    }

    @Test func lowRatesAreNotTakenForSlowness() throws {
        let low = [0.5, 0.52]
        let finding = try lab.report(
            outcome(["gradual, body ÷ 10": low, "all, body ÷ 10": low, "gradual, body ÷ 100": low])
        ).finding
        #expect(finding.contains("So the pace made no clear difference."))
        #expect(finding.contains("By 10: no clear difference (+0.0 points) against by 100"))
    }

    @Test func aRateAtTheEdgeIsNamed() throws {
        let finding = try lab.report(outcome([:], highestIsBest: "gradual, body ÷ 100")).finding
        #expect(finding.contains("The highest rate tried was the best one for “gradual, body ÷ 100”: a still higher"))
        #expect(try !lab.report(outcome([:])).finding.contains("The highest rate"))
    }

    @Test func groupsLearnWhenTheirTimeHasCome() {
        func first(_ plan: UnfreezingPlan) -> [Int] {
            (0..<7).map { GradualLab.firstLearning(plan, of: 6, inEpoch: $0) }
        }
        #expect(first(.gradualTen) == [5, 4, 3, 2, 1, 0, 0])
        #expect(first(.headOnly) == [5, 5, 5, 5, 5, 5, 5])
        #expect(first(.geometric) == [0, 0, 0, 0, 0, 0, 0])
        #expect(first(.twoPhases) == [5, 0, 0, 0, 0, 0, 0])
    }

    @Test func thePictureMarksEachGroup() throws {
        let chart = try #require(
            lab.report(outcome([:])).pictures.first { $0.name == "gradual" }?.chart as? LineChart)
        #expect(
            chart.panels[0].moments == [
                .init(x: 2, label: "layer4"), .init(x: 3, label: "layer3"), .init(x: 4, label: "layer2"),
                .init(x: 5, label: "layer1"), .init(x: 6, label: "conv1"),
            ])
        #expect(chart.panels[0].series.count == 4)
    }
}
