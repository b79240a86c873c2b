import Testing
import TrainingCore

@testable import Labs

@Suite("The lab of schedules")
struct ScheduleLabTests {
    let lab: ScheduleLab

    init() throws { lab = try ScheduleLab(LabSetup(.tiny)) }

    /// Each schedule's accuracies at both rates of a tiny lab; those not named have `others`.
    private func report(
        _ values: [TriedSchedule: (low: [Double], high: [Double])], others: (low: [Double], high: [Double])
    ) -> LabReport {
        lab.report(
            TriedSchedule.allCases.flatMap { schedule in
                let (low, high) = values[schedule] ?? others
                return trials(ScheduleLab.setting(schedule, 0.01), low, curve: [0.1, 0.2, 0.3, 0.4])
                    + trials(ScheduleLab.setting(schedule, 0.03), high, curve: [0.5, 0.6, 0.7, 0.8])
            })
    }

    @Test func allSchedulesBeatTheConstantRate() {
        let report = report(
            [.constant: ([0.8, 0.81], [0.5, 0.5])], others: (low: [0.6, 0.6], high: [0.9, 0.92]))
        #expect(report.finding.contains("That held for all that were tried."))
        #expect(report.finding.contains("Clearly above the constant rate (80.5 %), in points: steps (+10.5)"))
        #expect(
            report.finding.contains(
                "Not clearly apart from cosine, which falls once (91.0 %), in points: warm restarts (+0.0)"))
        #expect(report.finding.contains("the rate mattered more than the schedule"))
        // Each stands at its own best rate.
        #expect(
            report.table.row("constant") == ["constant", "0.01", "80.5 %", "20.0 %", "1.000", "80.5 %", "50.0 %"])
        #expect(report.table.row("cosine") == ["cosine", "0.03", "91.0 %", "60.0 %", "1.000", "60.0 %", "91.0 %"])
    }

    @Test func someBeatTheConstantRate() throws {
        let lab = try ScheduleLab(LabSetup(.full, seedCount: 2))
        let made = TriedSchedule.allCases.flatMap { schedule in
            lab.rates.flatMap { rate in
                let isGood = schedule == .oneCycle && rate == 0.1
                return trials(ScheduleLab.setting(schedule, rate), isGood ? [0.9, 0.9] : [0.8, 0.79])
            }
        }
        let finding = lab.report(made).finding
        #expect(finding.contains("That held here for 1 of 5."))
        #expect(
            finding.contains("What was best for the constant rate, steps, cosine, warm restarts and cyclic rates lies"))
    }

    @Test func theConstantRateWins() {
        let report = report(
            [.constant: ([0.9, 0.91], [0.9, 0.9]), .cosine: ([0.5, 0.51], [0.5, 0.5])],
            others: (low: [0.6, 0.61], high: [0.6, 0.6]))
        #expect(report.finding.contains("Most of all brought the constant rate: 90.5 %"))
        #expect(report.finding.contains("None of them was clearly better here. Clearly below the constant rate"))
        #expect(
            report.finding.contains("Clearly above cosine, which falls once (50.5 %), in points: warm restarts (+10.0)")
        )
        #expect(report.finding.contains("the schedule mattered more than the rate"))
    }

    @Test func aRateThatDestroysTheNetworkIsNotChosen() {
        let lost = [1, 2].map {
            Trial(
                setting: ScheduleLab.setting(.constant, 0.03), seed: $0, subject: "s", images: 1, seconds: 1,
                outcome: Outcome([Outcome.validationAccuracy: 0]))
        }
        let rest = TriedSchedule.allCases.flatMap { schedule in
            trials(ScheduleLab.setting(schedule, 0.01), [0.7, 0.7])
                + (schedule == .constant ? [] : trials(ScheduleLab.setting(schedule, 0.03), [0.8, 0.8]))
        }
        #expect(lab.report(lost + rest).table.row("constant")?[1] == "0.01")
    }

    @Test(arguments: TriedSchedule.allCases)
    func reachesTheHighestRateAndKeepsToIt(schedule: TriedSchedule) {
        let factors = (0..<60).map { schedule.schedule(steps: 60).factor(at: $0) }
        #expect(factors.max()! > 0.99)
        #expect(factors.max()! <= 1)
        #expect(schedule == .constant ? factors.min() == 1 : factors.last! < 0.3)
    }
}
