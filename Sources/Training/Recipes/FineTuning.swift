import Checks
import Datasets
import Layers
import Optimizers
import Tensors

/// The numbers of fastai's `fine_tune`: first the head learns alone, then everything does, the earlier groups more slowly.
///
/// Both phases are one cycle of the rate and, inversely, of the momentum (β₁: 0.95 → 0.85 → 0.95). In the first phase the
/// rate rises nearly to the end, `rate / 25` to `rate`. For the second it is halved; it rises from a fifth for 30 % of the
/// steps and falls to `rate / 100,000`.
public struct FineTuning: Sendable, Equatable {
    /// The head's highest rate in the first phase; half of it is that of the second. `base_lr`.
    public var rate: Float
    /// How many epochs the head learns alone; `freeze_epochs`.
    public var frozenEpochs: Int
    /// How much lower the first group's rate is than the head's in the second phase; between them rates are geometric.
    /// `lr_mult`.
    public var rateDivisor: Float
    /// The share of the second phase in which the rate rises; `pct_start`.
    public var rising: Double
    /// What the highest rate is divided by at the beginning of the second phase; `div`.
    public var divisor: Double
    /// The decay of weights; norms and biases have none.
    public var weightDecay: Float
    /// What becomes of batch norms while their group is frozen.
    public var norms: NormPolicy
    /// Whether the second phase goes on with what the optimizer remembers of the first.
    public var keepsOptimizerState: Bool

    /// fastai's numbers. One choice is not fastai's: norms of frozen groups are frozen too, so that the features of the
    /// frozen part can be computed once; `.learning` is fastai's. The optimizer forgets between the phases, as in fastai.
    public init(
        rate: Float = 2e-3, frozenEpochs: Int = 1, rateDivisor: Float = 100, rising: Double = 0.3, divisor: Double = 5,
        weightDecay: Float = 0.01, norms: NormPolicy = .frozen, keepsOptimizerState: Bool = false
    ) {
        self.rate = rate
        self.frozenEpochs = frozenEpochs
        self.rateDivisor = rateDivisor
        self.rising = rising
        self.divisor = divisor
        self.weightDecay = weightDecay
        self.norms = norms
        self.keepsOptimizerState = keepsOptimizerState
    }

    /// The rates of the first phase: the head's, and a tenth of it for the rest, which counts only where norms learn.
    var frozenRates: LayerRates { .head(rate) }
    /// The rates of the second phase.
    var unfrozenRates: LayerRates { .geometric(from: rate / 2 / rateDivisor, to: rate / 2) }
}

/// Fine-tunes a network in two phases, as fastai's `fine_tune`: first its head alone, then all of it, the earlier groups
/// at lower rates.
///
/// - Parameters:
///   - training: batches to learn from; the second phase goes on with the epoch after the first one's last.
///   - validation: batches to measure on after each epoch.
///   - epochs: how many the second phase has. Those of the first come on top.
///   - groups: how the network is divided; the last is the head. fastai's three groups if left out.
///   - recipe: the numbers.
///   - mixup, onProgress, onEpoch, loss: as in `fit`. Epochs count through both phases.
///   - makeOptimizer: Adam with decoupled decay, βs of 0.9 and 0.99 and an epsilon of 1e-5 if left out, as in fastai.
/// - Throws: what `fit` throws.
/// - Returns: a record of each epoch, those of the first phase too. The network is left unfrozen.
@discardableResult
public func fineTune(
    _ model: Module, training: DataLoader, validation: DataLoader, epochs: Int, groups: [LayerGroup]? = nil,
    recipe: FineTuning = FineTuning(),
    mixup: Mixup? = nil, onProgress: (FitProgress) -> Void = { _ in }, onEpoch: (EpochRecord) -> Void = { _ in },
    makeOptimizer: ([ParameterGroup]) -> Optimizer = { AdamW($0, betas: (0.9, 0.99), epsilon: 1e-5) },
    loss: (Tensor, [Int]) -> Tensor = { crossEntropy($0, $1) }
) throws -> [EpochRecord] {
    let groups = groups ?? model.layerGroups.inThree
    require(groups.count > 1, "fineTune: needs a body and a head, but the model has \(groups.count) group")
    let optimizer = makeOptimizer(groups.parameterGroups(recipe.frozenRates, weightDecay: recipe.weightDecay))
    let total = recipe.frozenEpochs + epochs

    func phase(epochs: Int, after done: Int, _ schedule: OneCycle) throws -> [EpochRecord] {
        try fit(
            model, training: training, validation: validation, optimizer: optimizer, epochs: epochs, firstEpoch: done,
            schedule: schedule, mixup: mixup, onProgress: { onProgress($0.following(done, of: total)) },
            onEpoch: { onEpoch($0.following(done)) }, loss: loss
        ).map { $0.following(done) }
    }

    groups.freeze(to: -1, norms: recipe.norms)
    let frozen = try phase(
        epochs: recipe.frozenEpochs, after: 0,
        .fastai(steps: recipe.frozenEpochs * training.batchCount, rising: 0.99))
    groups.freeze(to: 0)
    if !recipe.keepsOptimizerState { optimizer.forgetSteps() }
    groups.setRates(recipe.unfrozenRates, of: optimizer)
    return try frozen
        + phase(
            epochs: epochs, after: recipe.frozenEpochs,
            .fastai(steps: epochs * training.batchCount, rising: recipe.rising, divisor: recipe.divisor))
}

extension EpochRecord {
    /// The same epoch counted on from those that were done before.
    fileprivate func following(_ done: Int) -> EpochRecord {
        EpochRecord(
            epoch: done + epoch, trainingLoss: trainingLoss, trainingAccuracy: trainingAccuracy,
            validationLoss: validationLoss, validationAccuracy: validationAccuracy)
    }
}

extension FitProgress {
    /// The same step, its epoch counted on from those that were done before.
    fileprivate func following(_ done: Int, of epochs: Int) -> FitProgress {
        FitProgress(
            epoch: done + epoch, epochs: epochs, step: step, steps: steps, images: images, loss: loss,
            position: position)
    }
}
