import Foundation
import TrainingCore

/// What `workbook bench` found out, and under which settings. `Benchmarks/pytorch.py` writes the same keys.
struct BenchResult: Encodable {
    let model: String
    let mode: BenchMode
    let batch, size, repeats, warmup, threads: Int
    let imagesPerSecond, medianSeconds, spread, peakMemoryMB: Double

    /// `resnet18 train 32×224: 35.1 images/s, 0.912 s a step (middle half ±1.2 %), 1,024 MB at most, 2 threads`
    var line: String {
        "\(model) \(mode.rawValue) \(batch)×\(size): \(fixed(imagesPerSecond, 1)) images/s, "
            + "\(fixed(medianSeconds, 4)) s a step (middle half ±\(percent(spread / 2))), "
            + "\(grouped(Int(peakMemoryMB.rounded()))) MB at most, \(counted(threads, "thread"))"
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try writeAtomically(encoder.encode(self), to: path)
    }
}
