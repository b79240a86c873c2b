import Wording

/// What `workbook bench` found out, and under which settings. `Benchmarks/pytorch.py` writes the same keys.
struct BenchResult: Encodable {
    let model: String
    let mode: BenchMode
    let batch, size: Int
    let bfloat16: Bool
    let repeats, warmup, threads: Int
    let imagesPerSecond, medianSeconds, spread, peakMemoryMB: Double
    /// The images a second when batches come from a folder, and the share of the time that steps waited for them.
    let imagesPerSecondFromFiles, waitingShare: Double?

    /// `resnet18 train 32×224: 35.1 images/s, 0.912 s a step (middle half ±1.2 %), 1,024 MB at most, 2 threads`,
    /// and with a folder `; from files 33.9 images/s, waiting 0.4 % of the time`
    var line: String {
        "\(model) \(mode.rawValue) \(batch)×\(size)\(bfloat16 ? " bfloat16" : ""): \(fixed(imagesPerSecond, 1)) images/s, "
            + "\(fixed(medianSeconds, 4)) s a step (middle half ±\(percent(spread / 2))), "
            + "\(grouped(Int(peakMemoryMB.rounded()))) MB at most, \(counted(threads, "thread"))" + fromFiles
    }

    private var fromFiles: String {
        guard let imagesPerSecondFromFiles, let waitingShare else { return "" }
        return
            "; from files \(fixed(imagesPerSecondFromFiles, 1)) images/s, waiting \(percent(waitingShare)) of the time"
    }
}
