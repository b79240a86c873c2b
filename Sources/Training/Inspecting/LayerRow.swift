/// One module of a model, as a line in a table of its architecture.
public struct LayerRow: Sendable, Equatable, CustomStringConvertible {
    /// The module's full name, `layer1.0.conv1`; that of the model itself is empty.
    public let name: String
    /// Its type, `Conv2d`.
    public let type: String
    /// The shape of its output.
    public let outputShape: [Int]
    /// How many numbers its own parameters hold, those of its parts not included.
    public let parameters: Int
    /// How many of those may change in training.
    public let trainable: Int

    /// A line of the table.
    public init(name: String, type: String, outputShape: [Int], parameters: Int, trainable: Int) {
        self.name = name
        self.type = type
        self.outputShape = outputShape
        self.parameters = parameters
        self.trainable = trainable
    }

    /// `layer1.0.conv1  Conv2d  [1, 64, 56, 56]  36864 parameters, 36864 trainable`
    public var description: String {
        "\(name)  \(type)  \(outputShape)  \(parameters) parameters, \(trainable) trainable"
    }
}
