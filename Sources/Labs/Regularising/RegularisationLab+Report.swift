import TrainingCore
import Wording

extension RegularisationLab {
    /// What a setting brought, a number for each seed.
    private struct Result {
        let setting: Regularisation
        let accuracies: [Double]
        let losses: [Double]
        let learnt: [Double]
        let learntLosses: [Double]

        /// How far the accuracy on new images lies below that on the training images.
        var gaps: [Double] { zip(learnt, accuracies).map { $0 - $1 } }

        init(_ setting: Regularisation, _ trials: [Trial]) {
            self.setting = setting
            accuracies = trials.numbers(Outcome.validationAccuracy, of: setting.rawValue)
            losses = trials.numbers(Outcome.validationLoss, of: setting.rawValue)
            learnt = trials.numbers(RegularisationLab.learntAccuracy, of: setting.rawValue)
            learntLosses = trials.numbers(RegularisationLab.learntLoss, of: setting.rawValue)
        }
    }

    func report(_ trials: [Trial]) -> LabReport {
        let results = Regularisation.allCases.map { Result($0, trials) }
        return LabReport(
            table: table(results, trials), pictures: [("regularisation", chart(results))],
            finding: finding(results, trials))
    }

    private func table(_ results: [Result], _ trials: [Trial]) -> LabTable {
        LabTable(
            columns: [
                "setting", "training", "validation", "gap", "training loss", "validation loss", "epochs",
            ],
            rows: results.map { result in
                let setting = result.setting.rawValue
                return [
                    setting, percent(result.learnt.mean), percent(result.accuracies.mean),
                    fixed(100 * result.gaps.mean, 1), fixed(result.learntLosses.mean, 3), fixed(result.losses.mean, 3),
                    fixed(trials.numbers(Self.epochsRun, of: setting).mean, 0),
                ]
            })
    }

    private func chart(_ results: [Result]) -> DotChart {
        DotChart(
            rows: results.map(\.setting.rawValue),
            panels: [
                DotChart.Panel(
                    title: "New images", xLabel: "validation accuracy (%)",
                    values: results.map { $0.accuracies.map { 100 * $0 } }, decimals: 1),
                DotChart.Panel(
                    title: "Gap", xLabel: "training − validation (points)",
                    values: results.map { $0.gaps.map { 100 * $0 } }, decimals: 1),
                DotChart.Panel(title: "Loss", xLabel: "validation loss", values: results.map(\.losses)),
            ])
    }

    // MARK: - What was found

    private func finding(_ results: [Result], _ trials: [Trial]) -> String {
        let plain = results[0]
        let others = results.dropFirst()
        func compared(_ values: (Result) -> [Double]) -> Comparison {
            Comparison(others.map { ($0.setting.inWords, values($0)) }, with: values(plain))
        }
        let (accuracies, gaps, losses) = (compared(\.accuracies), compared(\.gaps), compared(\.losses))
        return [
            "With \(grouped(subject.data.train.count)) images to learn from and nothing against overfitting, the network "
                + "had \(percent(plain.learnt.mean)) of the training images right and "
                + "\(percent(plain.accuracies.mean)) of the validation images: a gap of "
                + "\(fixed(100 * plain.gaps.mean, 1)) points.",
            sorted("raised the validation accuracy", accuracies.above, lowered: accuracies.below),
            gaps.below.isEmpty
                ? "Nothing clearly narrowed the gap."
                : "The gap was clearly narrowed by \(listing(gaps.below))" + reason(gaps.below, accuracies) + ".",
            onAdvice(gaps), onlyLoss(accuracies, losses), onDecay(results), onStopping(results, trials),
        ].filter { !$0.isEmpty }.joined(separator: " ")
    }

    private func listing(_ items: [Comparison.Item]) -> String {
        listed(items.map { "\($0.name) (\(signedPoints($0.difference.mean)) points)" })
    }

    private func sorted(_ what: String, _ raised: [Comparison.Item], lowered: [Comparison.Item]) -> String {
        var text =
            raised.isEmpty ? "Nothing that was tried clearly \(what)" : "What clearly \(what): \(listing(raised))"
        if !lowered.isEmpty { text += "; what clearly lowered it: \(listing(lowered))" }
        return text + "."
    }

    /// A narrow gap is worth nothing by itself: which of them came without a higher accuracy.
    private func reason(_ narrowed: [Comparison.Item], _ accuracies: Comparison) -> String {
        let raised = Set(accuracies.above.map(\.name))
        let empty = narrowed.filter { !raised.contains($0.name) }.map(\.name)
        if empty.isEmpty { return ", with more validation images right each time" }
        return ", but with \(listed(empty)) not because clearly more validation images were right"
    }

    /// “Against overfitting, use dropout or weight decay”: whether that narrowed the gap.
    private func onAdvice(_ gaps: Comparison) -> String {
        let advised = [Regularisation.weakDecay, .strongDecay, .strongDecayOfAll, .dropout].map(\.inWords)
        let narrowed = gaps.below.map(\.name).filter(advised.contains)
        return "Weight decay and dropout are the usual advice against overfitting; "
            + (narrowed.isEmpty
                ? "neither clearly narrowed the gap here."
                : "of them, \(listed(narrowed)) clearly narrowed the gap here.")
    }

    /// What left the accuracy where it was and moved the loss.
    private func onlyLoss(_ accuracies: Comparison, _ losses: Comparison) -> String {
        let undecided = Set(accuracies.undecided.map(\.name))
        func listing(_ items: [Comparison.Item]) -> String {
            listed(
                items.filter { undecided.contains($0.name) }.map {
                    "\($0.name) (\(fixed(abs($0.difference.mean), 3)))"
                })
        }
        let (lower, higher) = (listing(losses.below), listing(losses.above))
        let parts = [
            lower.isEmpty ? nil : "lowered by \(lower)", higher.isEmpty ? nil : "raised by \(higher)",
        ].compactMap { $0 }
        if parts.isEmpty { return "Nothing changed the validation loss alone." }
        return "Only the validation loss, and not clearly the accuracy, was " + parts.joined(separator: ", and ") + "."
    }

    /// Why a decay does what it does: how much it can shrink in so few steps.
    private func onDecay(_ results: [Result]) -> String {
        let of = { (setting: Regularisation) in results.first { $0.setting == setting }?.accuracies ?? [] }
        let norms = Difference(of(.strongDecayOfAll), of(.strongDecay))
        return "A decay can do only so much in a short training: here 0.01 shrinks a weight by "
            + "\(percent(shrinkage(0.01))) in all, 1 by \(percent(shrinkage(1))). To let norms and biases decay too "
            + (norms.isClear
                ? "\(norms.mean > 0 ? "helped" : "hurt") clearly, by \(fixed(100 * abs(norms.mean), 1)) points."
                : "made no clear difference (\(signedPoints(norms.mean)) points).")
    }

    private func onStopping(_ results: [Result], _ trials: [Trial]) -> String {
        let setting = Regularisation.earlyStopping.rawValue
        let ran = trials.numbers(Self.epochsRun, of: setting).mean
        return "Early stopping " + (ran >= 0.9 * Double(epochs) ? "found hardly anything to stop: it " : "")
            + "ended after \(fixed(ran, 0)) of \(epochs) epochs on average; its epoch was chosen on the images that it is "
            + "measured on here, which flatters it a little."
    }
}
