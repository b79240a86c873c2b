import TrainingCore

extension Outcome {
    /// What training brought; a network that a high rate has destroyed classifies nothing.
    ///
    /// - Throws: what `body` throws, except ``NonFiniteLoss``.
    init(ofTraining body: () throws -> [EpochRecord]) throws {
        do {
            self.init(try body())
        } catch is NonFiniteLoss {
            self.init([Self.validationAccuracy: 0])
        }
    }
}
