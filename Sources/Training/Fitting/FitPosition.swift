/// How far a call of `fit` has come: what it needs to go on, beside the model, the optimizer and the generators of
/// dropout as they were at that moment.
public struct FitPosition: Sendable, Equatable, Codable {
    /// What the finished epochs brought.
    public var records: [EpochRecord] = []
    /// How many steps of the running epoch are done.
    public internal(set) var step = 0
    /// The images of these steps, how many of them were predicted rightly, and the sum of their losses.
    private(set) var images = 0
    private(set) var correct = 0
    private(set) var lossSum = 0.0

    /// The beginning of the epoch after those of `records`.
    public init(after records: [EpochRecord] = []) { self.records = records }

    /// Counts a step.
    mutating func add(loss: Float, correct: Int, images: Int) {
        step += 1
        self.images += images
        self.correct += correct
        lossSum += Double(loss) * Double(images)
    }

    /// The mean loss and the accuracy of the running epoch so far.
    var loss: Double { lossSum / Double(max(images, 1)) }
    var accuracy: Double { Double(correct) / Double(max(images, 1)) }
}
