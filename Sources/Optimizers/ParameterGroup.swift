import Checks
import Tensors

/// Parameters that share a learning rate and a weight decay.
public struct ParameterGroup {
    /// A word for reports: "head", "body".
    public let name: String
    /// The parameters, each in one group only.
    public let parameters: [Parameter]
    /// The step size. A schedule may change it from step to step.
    public var learningRate: Float
    /// How strongly weights are pulled towards zero; what it means exactly is the optimizer's choice.
    public var weightDecay: Float

    /// A group of the given parameters.
    public init(_ parameters: [Parameter], learningRate: Float, weightDecay: Float = 0, name: String = "all") {
        require(
            learningRate >= 0, "ParameterGroup \(name): the learning rate must not be negative, but is \(learningRate)")
        require(
            weightDecay >= 0, "ParameterGroup \(name): the weight decay must not be negative, but is \(weightDecay)")
        self.name = name
        self.parameters = parameters
        self.learningRate = learningRate
        self.weightDecay = weightDecay
    }
}
