import Layers
import Optimizers

/// Keeps the weights of the best epoch.
///
///     var best = BestWeights()
///     try fit(…, onEpoch: { best.keep(model, ifBest: $0.validationLoss, epoch: $0.epoch) })
///     best.restore(to: model)
public struct BestWeights {
    /// Which numbers are good.
    public let goal: ReduceOnPlateau.Goal
    /// The epoch whose weights are kept; `nil` before the first.
    public private(set) var epoch: Int?
    /// What was measured after it.
    public private(set) var metric: Double?
    private var state: ModelState?

    /// Nothing is kept yet. Small numbers are good unless told otherwise, as of a loss.
    public init(goal: ReduceOnPlateau.Goal = .min) { self.goal = goal }

    /// Copies the weights and buffers of `model` if no epoch before was as good. Of equals the first is kept; NaN is
    /// never good.
    ///
    /// - Returns: whether it was the best.
    @discardableResult
    public mutating func keep(_ model: Module, ifBest metric: Double, epoch: Int) -> Bool {
        guard goal.isBetter(metric, than: self.metric) else { return false }
        (self.metric, self.epoch) = (metric, epoch)
        state = ModelState(of: model)
        return true
    }

    /// Gives `model`, the same or one of the same shape, the weights that are kept; if there are none, nothing changes.
    public func restore(to model: Module) { state?.restore(to: model) }
}
