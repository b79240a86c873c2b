import TrainingCore

/// The numbers that a tour brought.
struct TourResults {
    let seed: UInt64
    /// Test accuracies, 0…1.
    let frozenHead, fineTuned: Double
    let epochs: [EpochRecord]
    let seconds: Double

    /// Writes the numbers as `metrics.json` beside the pictures in `folder`, and says where to look.
    func write(to folder: String) throws {
        struct Stage: Encodable { let testAccuracy: Double }
        struct Seconds: Encodable { let total: Double }
        struct Metrics: Encodable {
            let seed: UInt64
            let frozenHead, fineTuned: Stage
            let seconds: Seconds
            let peakMemoryMB: Double
            let epochs: [EpochRecord]
        }
        let metrics = Metrics(
            seed: seed, frozenHead: Stage(testAccuracy: frozenHead), fineTuned: Stage(testAccuracy: fineTuned),
            seconds: Seconds(total: seconds), peakMemoryMB: peakMemoryMB(), epochs: epochs)
        try writeJSON(metrics, to: "\(folder)/metrics.json")
        say("Look at \(folder)/predictions.png, confusion-matrix.png and curves.png.")
    }
}
