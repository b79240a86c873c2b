import Checks
import Foundation
import Layers
import RandomNumbers
import Tensors

/// Learning from mixed images (Zhang et al., 2017): each image is blended with another of its batch, and the loss is
/// blended in the same proportion.
///
/// A pure function of epoch and step; `fit` uses it when it is given one. Each batch has one share λ ~ Beta(α, α), as in
/// the paper and torchvision, folded to at least ½, so that the own image weighs more, as in fastai (which draws a share
/// for each image). The partners are a random order of the batch, as in the paper and fastai; torchvision takes the
/// neighbour.
public struct Mixup: Sendable, Equatable {
    /// The parameter of the Beta distribution: near 0 images are hardly mixed, at 1 every share is as likely.
    public let alpha: Double
    /// Decides shares and partners.
    public let seed: UInt64

    /// Mixing at 0.4 if left out, as in fastai. torchvision's default is 1, the paper uses 0.2 to 0.4 for ImageNet.
    ///
    /// - Precondition: `alpha` is positive.
    public init(alpha: Double = 0.4, seed: UInt64 = 0) {
        require(alpha > 0 && alpha.isFinite, "Mixup: alpha must be positive, not \(alpha)")
        (self.alpha, self.seed) = (alpha, seed)
    }

    /// How to mix a batch of `count` images at a step of an epoch, both counted from 0.
    public func mix(of count: Int, epoch: Int, step: Int) -> Mix {
        var generator = SeededGenerator(seed: seed).stream(UInt64(epoch), UInt64(step))
        let share = beta(alpha, using: &generator)
        return Mix(share: Float(max(share, 1 - share)), partners: generator.permutation(count))
    }
}

/// How a batch of images is mixed.
public struct Mix: Sendable, Equatable {
    /// What an image keeps of itself, ½…1; the rest is its partner's.
    public let share: Float
    /// Where in the batch each image's partner is.
    public let partners: [Int]

    /// This share and these partners.
    ///
    /// - Precondition: each partner is a place in the batch.
    public init(share: Float, partners: [Int]) {
        require(
            partners.allSatisfy(partners.indices.contains),
            "Mix: the partners of a batch of \(partners.count) are places in it, not \(partners)")
        (self.share, self.partners) = (share, partners)
    }

    /// `share · image + (1 − share) · partner`, of the same shape `[batch, …]`. No gradient goes through.
    public func images(_ images: Tensor) -> Tensor {
        require(
            images.rank > 0 && images.shape[0] == partners.count,
            "Mix: \(partners.count) partners do not fit a batch of shape \(images.shape)")
        let size = images.count / max(partners.count, 1)
        return images.withValues { source in
            var mixed = [Float](source)
            for (row, partner) in partners.enumerated() {
                for i in 0..<size {
                    mixed[row * size + i] = share * source[row * size + i] + (1 - share) * source[partner * size + i]
                }
            }
            return Tensor(mixed, shape: images.shape)
        }
    }

    /// `share · loss(logits, labels) + (1 − share) · loss(logits, labels of the partners)`
    public func loss(
        _ logits: Tensor, _ labels: [Int], _ loss: (Tensor, [Int]) -> Tensor = { crossEntropy($0, $1) }
    ) -> Tensor {
        // As tensors: a kernel is made and kept for each number, and this one is new in every step.
        loss(logits, labels) * Tensor(share) + loss(logits, partners.map { labels[$0] }) * Tensor(1 - share)
    }
}

/// A number from Beta(α, α): x / (x + y) for two numbers from Gamma(α), by their logarithms, because for a small α both
/// may be too small to be told from 0.
private func beta(_ alpha: Double, using generator: inout SeededGenerator) -> Double {
    let (x, y) = (logGamma(alpha, using: &generator), logGamma(alpha, using: &generator))
    return 1 / (1 + exp(y - x))
}

/// The logarithm of a number from Gamma(α) (Marsaglia and Tsang, 2000): for α + 1, and brought down by a power of a
/// uniform number.
private func logGamma(_ alpha: Double, using generator: inout SeededGenerator) -> Double {
    let d = alpha + 1 - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
        let x = Double(generator.normal())
        let v = pow(1 + c * x, 3)
        let u = 1 - Double(generator.uniform())
        if v > 0 && log(u) < x * x / 2 + d - d * v + d * log(v) {
            return log(d * v) + log(1 - Double(generator.uniform())) / alpha
        }
    }
}
