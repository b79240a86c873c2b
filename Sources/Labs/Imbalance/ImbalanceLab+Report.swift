import TrainingCore
import Wording

extension ImbalanceLab {
    func report(_ trials: [Trial]) -> LabReport {
        LabReport(table: table(trials), pictures: [("imbalance", chart(trials))], finding: finding(trials))
    }

    private func table(_ trials: [Trial]) -> LabTable {
        LabTable(
            columns: [
                "remedy", "accuracy, rare is rare", "accuracy, balanced", "recall, rare", "recall, common",
                "called rare", "seconds",
            ],
            rows: Remedy.all.map { remedy in
                func mean(_ number: String) -> String { percent(trials.numbers(number, of: remedy.name).mean) }
                return [
                    remedy.name, mean(Self.skewedAccuracy), mean(Outcome.validationAccuracy), mean(Self.rareRecall),
                    mean(Self.commonRecall), mean(Self.rareShare),
                    fixed(trials[remedy.name].map(\.seconds).mean, 1),
                ]
            })
    }

    private func chart(_ trials: [Trial]) -> DotChart {
        func panel(_ title: String, _ label: String, _ number: String) -> DotChart.Panel {
            DotChart.Panel(
                title: title, xLabel: label,
                values: Remedy.all.map { trials.numbers(number, of: $0.name).map { 100 * $0 } }, decimals: 1)
        }
        return DotChart(
            rows: Remedy.all.map(\.name),
            panels: [
                panel("Rare classes", "mean recall (%)", Self.rareRecall),
                panel("Common classes", "mean recall (%)", Self.commonRecall),
                panel("Called rare; half are", "share of images (%)", Self.rareShare),
            ])
    }

    // MARK: - Words

    private func finding(_ trials: [Trial]) -> String {
        func numbers(_ name: String, _ remedy: Remedy) -> [Double] { trials.numbers(name, of: remedy.name) }
        func mean(_ name: String, _ remedy: Remedy) -> Double { numbers(name, remedy).mean }
        func gain(_ name: String, _ remedy: Remedy, over other: Remedy = .none) -> Difference {
            Difference(numbers(name, remedy), numbers(name, other))
        }

        let counts = subject.data.train.countPerClass
        let rare = counts.indices.filter(Self.isRare).map { counts[$0] }
        let common = counts.indices.filter { !Self.isRare($0) }.map { counts[$0] }
        var sentences = [
            "Half of the classes kept \(range(rare)) images, the others have \(range(common))."
        ]
        let (skewed, rareRecall) = (mean(Self.skewedAccuracy, .none), mean(Self.rareRecall, .none))
        sentences.append(
            "Without a remedy, accuracy would be \(percent(skewed)) where the rare classes are as rare as in training, "
                + "but of their images only \(percent(rareRecall)) are found, of the common ones "
                + "\(percent(mean(Self.commonRecall, .none))): "
                + (skewed - rareRecall > 0.05
                    ? "accuracy hides that." : "here the two are not far apart, and accuracy hides little."))
        let traded = Remedy.single.map { remedy in
            "“\(remedy.name)”: rare \(gain(Self.rareRecall, remedy).inPoints), "
                + "common \(gain(Self.commonRecall, remedy).inPoints)"
        }
        sentences.append("What each remedy traded in recall: \(traded.joined(separator: "; ")).")

        let best =
            Remedy.single.max {
                mean(Outcome.validationAccuracy, $0) < mean(Outcome.validationAccuracy, $1)
            } ?? .none
        sentences.append(
            "On balanced images “\(best.name)” was best of these, \(percent(mean(Outcome.validationAccuracy, best))), "
                + "\(gain(Outcome.validationAccuracy, best).inPoints) against nothing.")

        let twice = gain(Outcome.validationAccuracy, .both, over: best)
        sentences.append(
            "Both at once call \(percent(mean(Self.rareShare, .both))) of the images rare, where half are: "
                + (mean(Self.rareShare, .both) > 0.53
                    ? "corrected twice is too far"
                    : "corrected twice is said to go too far, but did not do so here")
                + ". Their accuracy beside that of “\(best.name)”: \(twice.inPoints).")
        let missing = gain(Outcome.validationAccuracy, .allImages, over: best)
        sentences.append(
            "With all images accuracy is \(percent(mean(Outcome.validationAccuracy, .allImages))), "
                + "beside the best remedy \(missing.inPoints)"
                + (missing.isClearGain ? ": no weight replaces images." : "."))
        return sentences.joined(separator: " ")
    }

    private func range(_ counts: [Int]) -> String {
        guard let least = counts.min(), let most = counts.max(), least < most else { return "\(counts.first ?? 0)" }
        return "\(least) to \(most)"
    }
}
