import TrainingCore

/// Grades Q29: runs that differ in batch size and in what follows from it.
public func gradeBatchSizes(
    _ compareBatchSizes: ([Int], Int, Int, Float, UInt64, BatchSizeExperiment) throws -> [BatchSizeRun],
    _ grading: Grading
) {
    /// Checks some experiments, one after the other.
    func check(_ name: String, _ body: (BatchSizeRecorder, [BatchSizeRun]) throws -> Void) {
        grading.check(name) {
            for _ in 0..<3 {
                let recorder = BatchSizeRecorder(grading)
                let runs = try compareBatchSizes(
                    recorder.sizes, recorder.epochs, recorder.baseSize, recorder.baseRate, recorder.seed,
                    recorder.experiment)
                try expect(runs.map(\.batchSize), equals: recorder.sizes, "batch sizes of the runs")
                try body(recorder, runs)
            }
        }
    }

    check("each size has a run, and the accuracy of its model") { recorder, runs in
        for run in runs {
            let (number, _) = try recorder.measured(run.batchSize)
            try expect(run.accuracy, equals: recorder.accuracy(after: number), "accuracy at \(run.batchSize)")
        }
    }
    check("each measured run starts with a new model from the seed") { recorder, _ in
        for size in recorder.sizes {
            let (_, training) = try recorder.measured(size)
            try expect(
                training.startsFresh, expected: "batches of \(size): the first weights of seed \(recorder.seed)",
                found: training.startsMarked ? "a model that was trained before" : "other weights",
                training.startsMarked ? Q29.modelReused : nil)
        }
    }
    check("the learning rate grows in proportion to the batch size") { recorder, runs in
        let rates = try recorder.sizes.map { try recorder.measured($0).training.learningRate }
        let isTruncated = zip(recorder.sizes, rates).allSatisfy { size, rate in
            isClose(Double(rate), Double(recorder.baseRate * Float(size / recorder.baseSize)))
        }
        for (size, rate) in zip(recorder.sizes, rates) {
            try expect(
                isClose(Double(rate), Double(recorder.rate(size))),
                expected: "rate \(recorder.rate(size)) for batches of \(size)", found: "\(rate)",
                Set(rates).count == 1 ? Q29.rateNotScaled : isTruncated ? Q29.integerDivision : nil)
        }
        try expect(runs.map(\.learningRate), equals: rates, "rates in the results")
    }
    check("each size sees every image \"epochs\" times") { recorder, runs in
        let steps = try recorder.sizes.map { try recorder.measured($0).training.steps }
        for (size, count) in zip(recorder.sizes, steps) {
            try expect(
                count == recorder.steps(size),
                expected:
                    "\(recorder.steps(size)) steps: \(recorder.epochs) epochs of \(recorder.imageCount) images in "
                    + "batches of \(size)",
                found: "\(count)", Set(steps).count == 1 ? Q29.equalSteps : nil)
        }
        try expect(runs.map(\.steps), equals: steps, "steps in the results")
    }
    check("the images come in the same order for each size") { recorder, _ in
        let trainings = try recorder.sizes.map { try recorder.measured($0).training }
        let seeds = trainings.map(\.loaderSeed)
        for training in trainings {
            try expect(
                training.isShuffled && training.loaderSeed == recorder.seed,
                expected: "batches of \(training.batchSize): shuffled with seed \(recorder.seed)",
                found: training.isShuffled ? "seed \(training.loaderSeed)" : "not shuffled",
                Set(seeds).count > 1 ? Q29.orderTied : nil)
        }
    }
    check("the clock times the training alone, after a warm-up") { recorder, runs in
        for run in runs { try expectSpeed(run, recorder) }
    }
}

private func expectSpeed(_ run: BatchSizeRun, _ recorder: BatchSizeRecorder) throws {
    let (_, training) = try recorder.measured(run.batchSize)
    let images = Double(recorder.epochs * recorder.imageCount)
    // What the warm run takes, and what may have been timed besides.
    let warm = training.seconds - training.cold
    let all = recorder.trainings.filter { $0.batchSize == run.batchSize }.map(\.seconds).reduce(0, +)
    let extras = (0...3).flatMap { made in [0, 1].map { Double(made) * recorder.making + $0 * recorder.measuring } }
    let fits = { (seconds: Double) in isClose(run.imagesPerSecond, images / seconds) }
    let suspicion: Misconception? =
        if extras.contains(where: { fits(training.seconds + $0) && training.cold > 0 || fits(all + $0) && all > warm })
        {
            Q29.noWarmUp
        } else if extras.contains(where: { fits(warm + $0) }) {
            Q29.measureTimed
        } else {
            nil
        }
    try expect(
        fits(warm),
        expected: "batches of \(run.batchSize): \(images) images in \(warm) s, which is \(images / warm) a second",
        found: "\(run.imagesPerSecond)", suspicion)
}

private func isClose(_ found: Double, _ expected: Double) -> Bool { abs(found - expected) <= 1e-5 * abs(expected) }
