import Q04SeedEverythingSolution
import TrainingCore
import Wording

/// The whole job of fine-tuning, done by the solutions of the exercises, nearly in their order. What a line on the
/// terminal says about Q13 was done by the solution of Q13; a line without a question tells of `fit`, which trains the
/// big model.
///
/// The big model is an EfficientNet that knows ImageNet. A small ResNet that knows nothing goes with it: some questions
/// are about ResNets, and the experiments of chapter 9 need a model that trains in a second.
struct Tour {
    let seed: UInt64
    let epochs: Int
    let size: Int
    let workers: Int
    let data: String
    let weights: String
    /// Where the pictures go.
    let folder: String
    let narrator: Narrator

    func run() throws -> TourResults {
        let start = ContinuousClock.now
        let kinds = try classes()
        let small = try environment()
        var results: TourResults?
        try runSeeded(
            seed: seed, makeModel: { try model(classes: kinds.count) },
            train: { model in
                let parts = try loadData(classes: kinds)
                try freezeAndVerify(model, small, parts)
                let head = try trainHead(of: model, parts)
                let frozen = try measure(model, on: parts, "With a frozen body")
                let tuned = try trainLastBlocks(of: model, parts)
                let final = try measure(model, on: parts, "After fine-tuning")
                narrator.say(
                    "The head alone reached \(percent(frozen)); fine-tuning brought \(signedPoints(final - frozen)) points."
                )
                try trainFromScratch(small, parts)
                try drawPictures(of: model, head: head, tuned: tuned, parts)
                try experiments(parts)
                results = TourResults(
                    seed: seed, frozenHead: .init(testAccuracy: frozen, epochs: head),
                    fineTuned: .init(testAccuracy: final, epochs: tuned), seconds: (.now - start) / .seconds(1))
            })
        guard let results else { preconditionFailure("runSeeded trains") }
        return results
    }
}
