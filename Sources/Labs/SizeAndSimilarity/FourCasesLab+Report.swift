import TrainingCore
import Wording

extension FourCasesLab {
    /// What the strategies brought in a case.
    private struct Result {
        let work: TaskCase
        /// The setting of each strategy with the rate that suited it best.
        let settings: [Strategy: String]
        /// The validation accuracy of each seed with it.
        let accuracies: [Strategy: [Double]]

        func mean(_ strategy: Strategy) -> Double { (accuracies[strategy] ?? []).mean }
        /// The strategy with the highest mean; what is recommended, if it is as good.
        var best: Strategy {
            ([work.recommended] + Strategy.allCases).reduce(work.recommended) { mean($1) > mean($0) ? $1 : $0 }
        }
        /// How far the best lies above another.
        func lead(over strategy: Strategy) -> Difference {
            Difference(accuracies[best] ?? [], accuracies[strategy] ?? [])
        }
        /// Whether what is recommended was as good as the best, as far as the seeds tell.
        var isAsRecommended: Bool { !lead(over: work.recommended).isClear }
    }

    func report(_ trials: [Trial]) -> LabReport {
        let results = cases.map { work in
            let settings = Dictionary(
                uniqueKeysWithValues: Strategy.allCases.map { strategy in
                    (strategy, trials.best(of: rates.map { Self.setting(work, strategy, $0) }))
                })
            return Result(
                work: work, settings: settings,
                accuracies: settings.mapValues { trials.numbers(Outcome.validationAccuracy, of: $0) })
        }
        return LabReport(
            table: table(results, trials), pictures: [("four-cases", chart(results))], finding: finding(results))
    }

    private func table(_ results: [Result], _ trials: [Trial]) -> LabTable {
        LabTable(
            columns: ["case: strategy, rate", "images", "recommended", "training", "validation", "loss", "seconds"],
            rows: results.flatMap { result in
                Strategy.allCases.map { strategy in
                    let setting = result.settings[strategy] ?? ""
                    func mean(_ name: String) -> Double? {
                        let numbers = trials.numbers(name, of: setting)
                        return numbers.isEmpty ? nil : numbers.mean
                    }
                    return [
                        setting, grouped(result.work.subject.data.train.count),
                        strategy == result.work.recommended ? "yes" : "",
                        mean(Outcome.trainingAccuracy).map(percent) ?? "–", percent(result.mean(strategy)),
                        mean(Outcome.validationLoss).map { fixed($0, 3) } ?? "–",
                        fixed(trials[setting].map(\.seconds).mean, 1),
                    ]
                }
            })
    }

    private func chart(_ results: [Result]) -> DotChart {
        DotChart(
            rows: Strategy.allCases.map(\.rawValue),
            panels: results.map { result in
                DotChart.Panel(
                    title: "\(result.work.name), \(grouped(result.work.subject.data.train.count)) images",
                    xLabel: "validation accuracy (%)",
                    values: Strategy.allCases.map { (result.accuracies[$0] ?? []).map { 100 * $0 } }, decimals: 1)
            })
    }

    // MARK: - What was found

    private func finding(_ results: [Result]) -> String {
        let held = results.filter(\.isAsRecommended)
        let summary =
            switch held.count {
            case results.count: "The table held in all \(results.count) cases, as far as the seeds tell."
            case 0: "The table held in none of the \(results.count) cases."
            default:
                "The table held in \(held.count) of \(results.count) cases, as far as the seeds tell, and not for "
                    + listed(results.filter { !$0.isAsRecommended }.map { "“\($0.work.name)”" }) + "."
            }
        return ([summary] + results.map(sentence) + [onScratch(results), onSizes(results)])
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    private func sentence(_ result: Result) -> String {
        let (work, best) = (result.work, result.best)
        let images = "\(grouped(work.subject.data.train.count)) images, \(work.subject.name)"
        let start =
            "“\(work.name)” (\(images)): the table says \(work.recommended.inWords), which brought "
            + percent(result.mean(work.recommended))
        if best == work.recommended {
            let second = Strategy.allCases.filter { $0 != best }.max { result.mean($0) < result.mean($1) } ?? best
            let lead = result.lead(over: second)
            return start + ", the most"
                + (lead.isClear ? " and clearly" : "; not clearly")
                + " more than \(second.inWords) (\(percent(result.mean(second))))."
        }
        return start + "; \(best.inWords) brought \(percent(result.mean(best))), "
            + (result.isAsRecommended ? "not clearly more." : "clearly more.")
    }

    /// “Pretrained weights are always the better start.”
    private func onScratch(_ results: [Result]) -> String {
        let behind = results.filter { result in
            let other = Strategy.allCases.filter { $0 != .scratch }.min { result.mean($0) < result.mean($1) } ?? .head
            let lead = Difference(result.accuracies[other] ?? [], result.accuracies[.scratch] ?? [])
            return lead.isClear && lead.mean > 0
        }
        if behind.count == results.count {
            return "From scratch was clearly behind every pretrained strategy in every case."
        }
        if behind.isEmpty { return "In no case was training from scratch clearly behind every pretrained strategy." }
        return
            "From scratch was clearly behind every pretrained strategy in \(behind.count) of \(results.count) cases: "
            + listed(behind.map { "“\($0.work.name)”" }) + "."
    }

    /// What “more” means here.
    private func onSizes(_ results: [Result]) -> String {
        let small = results.filter { !$0.work.isSmall && $0.work.subject.data.train.count < 500 }
        if small.isEmpty { return "" }
        let counts = listed(small.map { "\(grouped($0.work.subject.data.train.count)) for “\($0.work.name)”" })
        return "What is called more is not many: \(counts)."
    }
}
