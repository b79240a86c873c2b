import TrainingCore

/// The numbers that a tour brought.
struct TourResults {
    /// What a stage of training brought.
    struct Stage: Encodable {
        /// On the test images after it, 0…1.
        let testAccuracy: Double
        let epochs: [EpochRecord]
    }

    let seed: UInt64
    let frozenHead, fineTuned: Stage
    let seconds: Double

    /// Writes the numbers as `metrics.json` beside the pictures in `folder`, and says where to look.
    func write(to folder: String) throws {
        struct Seconds: Encodable { let total: Double }
        struct Metrics: Encodable {
            let seed: UInt64
            let frozenHead, fineTuned: Stage
            let seconds: Seconds
            let peakMemoryMB: Double
        }
        let metrics = Metrics(
            seed: seed, frozenHead: frozenHead, fineTuned: fineTuned, seconds: Seconds(total: seconds),
            peakMemoryMB: peakMemoryMB())
        try writeJSON(metrics, to: "\(folder)/metrics.json")
        say("Look at \(folder)/predictions.png, confusion-matrix.png and curves.png.")
    }
}
