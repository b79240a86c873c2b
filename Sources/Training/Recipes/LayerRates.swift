import Checks
import Foundation

/// Learning rates for the groups of a network, from the stem to the head: low where what was learned is to be kept.
public enum LayerRates: Sendable, Equatable {
    /// The same for all.
    case same(Float)
    /// One for the head, and lower ones for the rest: the head's divided by `bodyDividedBy`, by the smaller number next
    /// to the head, by the larger at the stem, and geometrically between. Divided by 10 throughout if left out, as
    /// fastai's `slice(rate)`.
    case head(Float, bodyDividedBy: ClosedRange<Float> = 10...10)
    /// Each the same multiple of the one before it, from the stem's to the head's; fastai's `slice(lowest, highest)`. A
    /// single group has the highest.
    case geometric(from: Float, to: Float)
    /// One for the head, and for each group before it the next one's times a factor; timm's `layer_decay`. 0.75 if left
    /// out. timm counts each residual block, not each stage, as a layer.
    case decaying(Float, by: Float = 0.75)

    /// The rate of each of `count` groups, the head's last.
    public func rates(count: Int) -> [Float] {
        require(count > 0, "LayerRates: there must be at least one group, not \(count)")
        switch self {
        case .same(let rate): return [Float](repeating: rate, count: count)
        case .head(let rate, let divisors):
            require(divisors.lowerBound > 0, "LayerRates: a rate cannot be divided by \(divisors.lowerBound)")
            return spread(rate / divisors.upperBound, rate / divisors.lowerBound, count - 1) + [rate]
        case .geometric(let lowest, let highest):
            require(
                lowest > 0 && highest > 0, "LayerRates: geometric rates are positive, not \(lowest) and \(highest)")
            return spread(lowest, highest, count)
        case .decaying(let rate, let factor):
            return (0..<count).map { Float(Double(rate) * pow(Double(factor), Double(count - 1 - $0))) }
        }
    }
}

/// `count` numbers from `lowest` to `highest`, each the same multiple of the one before it; a single one is the highest.
private func spread(_ lowest: Float, _ highest: Float, _ count: Int) -> [Float] {
    guard count > 1 else { return count == 1 ? [highest] : [] }
    let ratio = Double(highest) / Double(lowest)
    return (0..<count).map { Float(Double(lowest) * pow(ratio, Double($0) / Double(count - 1))) }
}
