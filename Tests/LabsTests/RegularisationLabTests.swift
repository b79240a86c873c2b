import Testing
import TrainingCore

@testable import Labs

@Suite("The lab of regularisation")
struct RegularisationLabTests {
    let lab: RegularisationLab

    init() throws { lab = try RegularisationLab(LabSetup(.full, seedCount: 3)) }

    /// What a setting came to, with three seeds.
    private struct Made {
        var accuracies = [0.8, 0.81, 0.82]
        var learnt = 1.0
        var loss = 0.7
    }

    private func report(_ made: [Regularisation: Made], stoppedAfter: Double = 17) -> LabReport {
        lab.report(
            Regularisation.allCases.flatMap { setting in
                let it = made[setting] ?? Made()
                return trials(
                    setting.rawValue, it.accuracies, loss: it.loss,
                    numbers: [
                        RegularisationLab.learntAccuracy: it.learnt, RegularisationLab.learntLoss: 0.1,
                        RegularisationLab.epochsRun: setting == .earlyStopping ? stoppedAfter : 40,
                    ])
            })
    }

    @Test func nothingHelps() {
        let finding = report([:]).finding
        #expect(
            finding.contains("100.0 % of the training images right and 81.0 % of the validation images: a gap of 19.0"))
        #expect(finding.contains("Nothing that was tried clearly raised the validation accuracy."))
        #expect(finding.contains("Nothing clearly narrowed the gap."))
        #expect(finding.contains("Nothing changed the validation loss alone."))
        #expect(finding.contains("made no clear difference (+0.0 points)"))
        #expect(finding.contains("Early stopping ended after 17 of 40 epochs"))
        #expect(finding.contains("neither clearly narrowed the gap here."))
    }

    @Test func somethingHelpsAndSomethingOnlyHidesIt() {
        let report = report([
            .mixup: Made(accuracies: [0.9, 0.91, 0.93]),
            .dropout: Made(accuracies: [0.7, 0.71, 0.72], learnt: 0.8),
            .smoothing: Made(loss: 0.9),
            .earlyStopping: Made(loss: 0.5),
            .strongDecayOfAll: Made(accuracies: [0.6, 0.61, 0.62]),
        ])
        #expect(
            report.finding.contains(
                "What clearly raised the validation accuracy: mixup (+10.3 points); what clearly lowered"))
        #expect(
            report.finding.contains(
                "The gap was clearly narrowed by mixup (−10.3 points) and dropout in the head (−10.0 points), but with "
                    + "dropout in the head not because clearly more validation images were right."))
        #expect(
            report.finding.contains(
                "was lowered by early stopping (0.200), and raised by label smoothing (0.200)."))
        #expect(report.finding.contains("of them, dropout in the head clearly narrowed the gap here."))
        #expect(report.finding.contains("norms and biases decay too hurt clearly, by 20.0 points"))
        #expect(
            report.table.row("dropout 0.5") == [
                "dropout 0.5", "80.0 %", "71.0 %", "9.0", "0.100", "0.700", "40",
            ])
    }

    @Test func thereWasNothingToStop() {
        let finding = report([:], stoppedAfter: 39).finding
        #expect(finding.contains("Early stopping found hardly anything to stop: it ended after 39 of 40 epochs"))
    }

    @Test func aDecayShrinksByTheSumOfTheRates() {
        let schedule = OneCycle(steps: 40 * 3)
        let sum = (0..<120).reduce(0) { $0 + 3e-3 * schedule.factor(at: $1) }
        #expect(abs(lab.shrinkage(0.01) - 0.01 * sum) < 1e-5)
        #expect(lab.shrinkage(1) > 0.9 * (sum - sum * sum / 2))
        #expect(lab.shrinkage(1) < sum)
    }

    @Test func dropoutStandsBeforeTheHead() throws {
        let plain = try ResNet.fashionMNIST()
        Regularisation.mixup.change(plain)
        #expect(plain.fc is Linear)
        let changed = try ResNet.fashionMNIST()
        let head = changed.fc
        Regularisation.dropout.change(changed)
        #expect(changed.fc.children.map(\.element).contains { $0 === head })
        #expect(changed.fc.children.contains { $0.element is Dropout })
    }
}
