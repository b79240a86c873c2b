/// A data set in its three parts, all with the same classes.
public struct DatasetSplit: Sendable {
    /// The images to train on.
    public let train: any ImageDataset
    /// The images to choose by: between models, rates, numbers of epochs.
    public let validation: any ImageDataset
    /// The images to measure the final model on, once.
    public let test: any ImageDataset

    /// Three parts.
    public init(train: any ImageDataset, validation: any ImageDataset, test: any ImageDataset) {
        self.train = train
        self.validation = validation
        self.test = test
    }

    /// The names of the classes.
    public var classes: [String] { train.classes }
}
