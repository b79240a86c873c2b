import Testing
import TrainingCore

@testable import Labs

@Suite("The lab of optimizers")
struct OptimizerLabTests {
    let lab: OptimizerLab

    init() throws { lab = try OptimizerLab(LabSetup(.full, seedCount: 2)) }

    /// The accuracies of each optimizer at its five rates, the same for both seeds but for a little; those not named have
    /// `others`.
    private func report(_ values: [TriedOptimizer: [Double]], others: [Double]) -> LabReport {
        let tried = TriedOptimizer.allCases.flatMap { optimizer in
            zip(optimizer.rates(lab.ratios), values[optimizer] ?? others).flatMap { rate, accuracy in
                trials(OptimizerLab.setting(optimizer, rate), [accuracy, accuracy + 0.002])
            }
        }
        return lab.report(tried + trials(OptimizerLab.chosen, [0, 0], numbers: [OptimizerLab.testAccuracy: 0.77]))
    }

    @Test func adamForgives() {
        let report = report(
            [
                .adam: [0.89, 0.9, 0.9, 0.9, 0.89], .momentum: [0.1, 0.3, 0.8, 0.3, 0.1],
                .plain: [0.1, 0.1, 0.2, 0.3, 0.4],
            ],
            others: [0.5, 0.5, 0.6, 0.5, 0.5])
        #expect(report.finding.contains("Most brought Adam at 0.0009: 90.1 % of the validation images"))
        #expect(report.finding.contains("77.0 % of the test images. The first number flatters"))
        #expect(report.finding.contains("That held here: Adam came within two points of its best at 5 of 5 rates"))
        #expect(report.finding.contains("The most such rates, 5, had Adam."))
        #expect(report.finding.contains("Momentum clearly helped, by 40.0 points"))
        #expect(report.finding.contains("The best rate of SGD lies at the edge"))
        #expect(report.table.row("Adam")?[4] == "5 of 5")
        #expect(
            report.table.row("SGD with momentum") == ["SGD with momentum", "0.03", "80.1 %", "1.000", "1 of 5", "70.0"])
    }

    @Test func sgdForgivesAndMomentumHurts() {
        let report = report(
            [
                .adam: [0.1, 0.3, 0.8, 0.3, 0.1], .momentum: [0.79, 0.8, 0.8, 0.8, 0.79],
                .plain: [0.5, 0.5, 0.9, 0.5, 0.5],
            ],
            others: [0.5, 0.5, 0.6, 0.5, 0.5])
        #expect(report.finding.contains("Most brought SGD at 0.3"))
        #expect(report.finding.contains("Here it was the other way round"))
        #expect(report.finding.contains("Momentum clearly hurt, by 10.0 points"))
        #expect(report.finding.contains("(“momentum correction”) made no clear difference (+0.0)"))
        #expect(!report.finding.contains("at the edge"))
    }

    @Test func nothingStandsOut() {
        let report = report([:], others: [0.5, 0.5, 0.5, 0.5, 0.5])
        #expect(!report.finding.contains("flatters"))
        #expect(report.finding.contains("None of the others was clearly below it."))
        #expect(report.finding.contains("That did not show here"))
        #expect(report.finding.contains("So it was with all, for 5 of the rates."))
    }

    /// What is measured on the test images is the network of the setting that was chosen.
    @Test func onlyTheChosenIsMeasuredOnTestImages() throws {
        let folder = temporaryFolder()
        defer { remove(folder) }
        let setup = LabSetup(.tiny, seedCount: 1)
        let lab = try OptimizerLab(setup)
        let journal = try Journal(OptimizerLab.self, setup, plan: lab.plan, in: folder)
        _ = try lab.run(journal)
        let best = lab.choices(journal.trials).best
        #expect(
            journal.trials.filter { $0.outcome.numbers[OptimizerLab.testAccuracy] != nil }.map(\.setting) == ["chosen"])
        // The same seed brings the same network.
        let chosen = journal.trials.numbers(Outcome.validationLoss, of: OptimizerLab.chosen)
        #expect(
            chosen
                == journal.trials.numbers(Outcome.validationLoss, of: OptimizerLab.setting(best.optimizer, best.rate)))
    }
}
