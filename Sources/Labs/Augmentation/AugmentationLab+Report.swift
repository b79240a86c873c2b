import TrainingCore
import Wording

extension AugmentationLab {
    func report(_ trials: [Trial]) throws -> LabReport {
        LabReport(
            table: table(trials),
            pictures: [("augment", chart(trials)), ("augment-gallery", try gallery())], finding: finding(trials))
    }

    private func accuracies(_ setting: Augmentation, _ trials: [Trial]) -> [Double] {
        trials.numbers(Outcome.validationAccuracy, of: setting.name)
    }

    private func table(_ trials: [Trial]) -> LabTable {
        LabTable(
            columns: [
                "augmentation", "keeps the meaning", "validation accuracy", "against none", "training accuracy",
                "validation loss", "seconds",
            ],
            rows: settings.map { setting in
                func mean(_ number: String) -> Double { trials.numbers(number, of: setting.name).mean }
                return [
                    setting.name, setting.keepsMeaning ? "yes" : "no", percent(mean(Outcome.validationAccuracy)),
                    setting.name == Augmentation.none.name
                        ? "" : signedPoints(difference(setting, .none, trials).mean),
                    percent(mean(Outcome.trainingAccuracy)), fixed(mean(Outcome.validationLoss), 3),
                    fixed(trials[setting.name].map(\.seconds).mean, 1),
                ]
            })
    }

    private func chart(_ trials: [Trial]) -> DotChart {
        func panel(_ title: String, _ number: String) -> DotChart.Panel {
            DotChart.Panel(
                title: title, xLabel: "accuracy (%)",
                values: settings.map { trials.numbers(number, of: $0.name).map { 100 * $0 } }, decimals: 1)
        }
        return DotChart(
            rows: settings.map(\.name),
            panels: [
                panel("Validation", Outcome.validationAccuracy),
                panel("Training, on changed images", Outcome.trainingAccuracy),
            ])
    }

    // MARK: - Words

    private func difference(_ one: Augmentation, _ other: Augmentation, _ trials: [Trial]) -> Difference {
        Difference(accuracies(one, trials), accuracies(other, trials))
    }

    private func finding(_ trials: [Trial]) -> String {
        func fromNone(_ setting: Augmentation) -> Difference { difference(setting, .none, trials) }
        func quoted(_ settings: [Augmentation]) -> String {
            listed(settings.map { "“\($0.name)” (\(signedPoints(fromNone($0).mean)) points)" })
        }
        func learned(_ setting: Augmentation) -> Double {
            trials.numbers(Outcome.trainingAccuracy, of: setting.name).mean
        }
        let single = settings.filter { setting in Augmentation.single.contains { $0.name == setting.name } }
        var sentences = [
            "Without augmentation the network classified \(percent(accuracies(.none, trials).mean)) of the validation "
                + "images right, and \(percent(learned(.none))) of its \(subject.data.train.count) training images."
        ]
        let (gains, losses) = (single.filter { fromNone($0).isClearGain }, single.filter { fromNone($0).isClearLoss })
        let rest = single.count - gains.count - losses.count
        sentences.append(gains.isEmpty ? "No transform alone was a clear gain." : "Clear gains: \(quoted(gains)).")
        if !losses.isEmpty { sentences.append("Clear losses: \(quoted(losses)).") }
        if rest > 0 { sentences.append("For \(rest) of the \(single.count) transforms the seeds do not tell.") }

        let changing = single.filter { !$0.keepsMeaning }
        let (hurt, helped) = (
            changing.filter { fromNone($0).isClearLoss }, changing.filter { fromNone($0).isClearGain }
        )
        sentences.append(
            "What changes a digit's meaning should hurt; of \(listed(changing.map { "“\($0.name)”" })) "
                + (hurt.count == changing.count
                    ? "all did, clearly" : "\(hurt.isEmpty ? "none" : "only \(quoted(hurt))") did so clearly")
                + (helped.isEmpty ? "." : ", and \(quoted(helped)) clearly helped."))

        let best = single.max { accuracies($0, trials).mean < accuracies($1, trials).mean } ?? .none
        sentences.append(
            "Enough? All that keep the meaning, together: \(fromNone(.together).inPoints) against none and "
                + "\(difference(.together, best, trials).inPoints) against the best alone, “\(best.name)”."
                + underfitting(.together, trials))
        sentences.append(
            "Too much? Everything at its strongest: \(fromNone(.everything).inPoints) against none."
                + underfitting(.everything, trials))
        return sentences.joined(separator: " ")
    }

    /// What a loss is due to when the changed training images are not learned either.
    private func underfitting(_ setting: Augmentation, _ trials: [Trial]) -> String {
        let learned = trials.numbers(Outcome.trainingAccuracy, of: setting.name).mean
        guard difference(setting, .none, trials).isClearLoss, learned < 0.8 else { return "" }
        return " Of the training images as they were changed only \(percent(learned)) were right in the last of "
            + "\(epochs) epochs: they were too hard to learn in that time."
    }
}
