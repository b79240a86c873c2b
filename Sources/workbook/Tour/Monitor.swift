import TrainingCore
import Wording

/// Adds up what a training loop does, epoch by epoch, and shows how far it is.
final class Monitor {
    private(set) var records: [EpochRecord] = []
    private let narrator: Narrator
    private let epochs: Range<Int>
    private let images: Int
    private var bar: ProgressBar?
    private var lossSum = 0.0
    private var correct = 0
    private var seen = 0

    /// A monitor for the epochs with these numbers, with so many images in each.
    init(_ narrator: Narrator, epochs: Range<Int>, images: Int) {
        self.narrator = narrator
        self.epochs = epochs
        self.images = images
        bar = narrator.progress("epoch \(epochs.lowerBound)/\(epochs.upperBound - 1)", images: images)
    }

    /// Takes note of a batch.
    func add(_ loss: Tensor, _ logits: Tensor, _ labels: [Int]) {
        lossSum += Double(loss.item) * Double(labels.count)
        correct += zip(logits.argmaxOfRows(), labels).count { $0 == $1 }
        seen += labels.count
        bar?.advance(by: labels.count, note: ", loss \(fixed(Double(loss.item), 3))")
    }

    /// Closes an epoch and says how it went.
    func endEpoch(validationLoss: Double, validationAccuracy: Double) {
        bar?.finish()
        let epoch = epochs.lowerBound + records.count
        let count = Double(max(seen, 1))
        records.append(
            EpochRecord(
                epoch: epoch, trainingLoss: lossSum / count, trainingAccuracy: Double(correct) / count,
                validationLoss: validationLoss, validationAccuracy: validationAccuracy))
        narrator.say(
            "Q21  epoch \(epoch): loss \(fixed(lossSum / count, 3)), validation loss \(fixed(validationLoss, 3)), "
                + "validation accuracy \(percent(validationAccuracy))")
        (lossSum, correct, seen) = (0, 0, 0)
        if epoch + 1 < epochs.upperBound {
            bar = narrator.progress("epoch \(epoch + 1)/\(epochs.upperBound - 1)", images: images)
        }
    }
}
