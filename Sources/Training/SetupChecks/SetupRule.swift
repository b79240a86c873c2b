/// What can be silently wrong with a training run. Those that cause others come first.
public enum SetupRule: String, Sendable, Codable, CaseIterable {
    /// Nothing that the optimizer holds may learn.
    case nothingTrainableInOptimizer = "nothing-trainable-in-optimizer"
    /// The optimizer holds parameters that the model does not have, and lacks some that it has.
    case foreignParametersInOptimizer = "foreign-parameters-in-optimizer"
    /// The optimizer does not hold all that may learn.
    case trainableNotInOptimizer = "trainable-not-in-optimizer"
    /// The head has fresh weights and cannot learn.
    case frozenHead = "frozen-head"
    /// The body has the random weights that it was made with.
    case weightsNeverLoaded = "weights-never-loaded"
    /// A number is NaN or infinite.
    case nonFiniteValues = "non-finite-values"
    /// The training loader has no batch.
    case nothingToTrainOn = "nothing-to-train-on"
    /// Two parts of the data have other classes, or the same in another order.
    case classListsDiffer = "class-lists-differ"
    /// A label is no index of a class.
    case labelsOutOfRange = "labels-out-of-range"
    /// The model has more or fewer logits than there are classes.
    case headDoesNotFitClasses = "head-does-not-fit-classes"
    /// The images to choose by are those of the test.
    case testSetUsedToChoose = "test-set-used-to-choose"
    /// An image is in two parts of the data.
    case sameImagesInTwoParts = "same-images-in-two-parts"
    /// Pixels are scaled to 0…1 twice, or not at all.
    case imagesScaledWrong = "images-scaled-wrong"
    /// Red and blue have changed places.
    case channelsSwapped = "channels-swapped"
    /// The images are normalised by other statistics than the weights, or validation images by others than training's.
    case normalisedUnlikeWeights = "normalised-unlike-weights"
    /// The images are much smaller or larger than those that the weights were trained on.
    case sizedUnlikeWeights = "sized-unlike-weights"
    /// Validation images are changed at random.
    case randomTransformInValidation = "random-transform-in-validation"
    /// Validation leaves images out or sees some twice.
    case validationIncomplete = "validation-incomplete"
    /// One class comes after the other in training.
    case trainingSortedByClass = "training-sorted-by-class"
    /// The cross-entropy gets probabilities where it wants logits.
    case probabilitiesInCrossEntropy = "probabilities-in-cross-entropy"
    /// The loss is a sum over the batch, not a mean.
    case lossNotAveraged = "loss-not-averaged"
    /// The model is in evaluation mode while it learns.
    case evaluationModeWhileTraining = "evaluation-mode-while-training"
    /// The model is in training mode while it is measured.
    case trainingModeWhileEvaluating = "training-mode-while-evaluating"
    /// Operations are recorded while the model is measured.
    case gradientsWhileEvaluating = "gradients-while-evaluating"
    /// Gradients of the last step are still there.
    case gradientsNotZeroed = "gradients-not-zeroed"
    /// Frozen parameters change.
    case frozenParametersMove = "frozen-parameters-move"
    /// Batch-norm statistics follow the batches in a frozen part.
    case statisticsMoveInFrozenBlock = "statistics-move-in-frozen-block"
    /// Part of a block is frozen, part of it learns.
    case partlyUnfrozenBlock = "partly-unfrozen-block"
    /// The pretrained body learns as fast as the new head, or faster.
    case bodyRateNotBelowHead = "body-rate-not-below-head"
    /// Groups that were given different rates have all the same.
    case groupRatesFlattened = "group-rates-flattened"
    /// The rate is far above what the range test suggests.
    case rateAboveFinder = "rate-above-finder"
    /// The schedule is much shorter or much longer than the run.
    case scheduleDoesNotFitRun = "schedule-does-not-fit-run"
    /// Batch norm normalises by one to three images.
    case batchTooSmallForBatchNorm = "batch-too-small-for-batch-norm"
    /// The last batch is a single image, and there is batch norm.
    case lastBatchOfOne = "last-batch-of-one"
    /// Steps change nothing.
    case nothingMoves = "nothing-moves"
    /// Some parameters never get a gradient.
    case gradientMissing = "gradient-missing"
    /// Gradients are clipped where there are none: before the backward pass, or after the step.
    case clippingOutOfPlace = "clipping-out-of-place"
    /// Every gradient is far above the norm that it is clipped to.
    case clippingAlwaysBites = "clipping-always-bites"
    /// Every gradient is far below the norm that it is clipped to.
    case clippingNeverBites = "clipping-never-bites"
    /// The first loss is far above that of guessing.
    case lossFarFromChanceAtStart = "loss-far-from-chance-at-start"
    /// The loss is still that of guessing.
    case lossStaysAtChance = "loss-stays-at-chance"
}

extension SetupRule {
    /// Why it matters, in one sentence.
    public var why: String {
        switch self {
        case .nothingTrainableInOptimizer: "Every step changes nothing; training runs to its end and learns nothing."
        case .foreignParametersInOptimizer:
            "An optimizer holds what the model had when it was made; a layer that was replaced later never learns."
        case .trainableNotInOptimizer: "It gets gradients that nobody uses, so it stays as it is."
        case .frozenHead: "A random head that cannot learn gives random answers; only a body bent around it can help."
        case .weightsNeverLoaded: "Random features know nothing, and a frozen part never will."
        case .nonFiniteValues: "One number that is none spreads to all others within a step or two."
        case .nothingToTrainOn: "An epoch without batches ends at once and without a word."
        case .classListsDiffer: "The same label means different classes in the two parts, so accuracies mean nothing."
        case .labelsOutOfRange: "The loss stops the program at the first such image."
        case .headDoesNotFitClasses: "Each class needs one logit; others are answers that are never right."
        case .testSetUsedToChoose:
            "What was chosen by the test images looks better on them than on new ones; nothing is left to measure with."
        case .sameImagesInTwoParts: "Images that were learnt by heart are no measure of what was understood."
        case .imagesScaledWrong: "The network sees nearly one shade of grey, or numbers hundreds of times too large."
        case .channelsSwapped: "The weights learnt what red means in the first channel."
        case .normalisedUnlikeWeights: "The weights expect the numbers that they were trained on."
        case .sizedUnlikeWeights:
            "The filters learnt things of another size, and few places are left in the last features."
        case .randomTransformInValidation: "Each epoch is measured on other images, and mostly on harder ones."
        case .validationIncomplete: "The numbers are those of another set of images than the one that was asked about."
        case .trainingSortedByClass: "Each step learns one class and forgets the others."
        case .probabilitiesInCrossEntropy:
            "The softmax is taken twice: gradients shrink, and the loss cannot come near 0."
        case .lossNotAveraged: "The step grows with the batch, and a smaller last batch counts less."
        case .evaluationModeWhileTraining: "Dropout does nothing and batch-norm statistics stay those of other images."
        case .trainingModeWhileEvaluating:
            "Dropout spoils the answers, and batch norm learns from the images that it is measured on."
        case .gradientsWhileEvaluating: "Every operation is kept for a backward pass that never comes; memory grows."
        case .gradientsNotZeroed: "Each step goes along the sum of all gradients so far, not along its own."
        case .frozenParametersMove: "What is called frozen is not: something changes it without a gradient."
        case .statisticsMoveInFrozenBlock:
            "The weights stay but what they see shifts from batch to batch; evaluation then meets another network."
        case .partlyUnfrozenBlock: "It is seldom meant: a name was forgotten, or matched too much or too little."
        case .bodyRateNotBelowHead:
            "The first gradients come from a random head; at its rate they wash out what the body knows."
        case .groupRatesFlattened: "The schedule overwrites what the groups were made for."
        case .rateAboveFinder: "Beyond the suggestion the loss soon stops falling; far beyond it training diverges."
        case .scheduleDoesNotFitRun: "The rate is spent long before the end, or never comes down."
        case .batchTooSmallForBatchNorm:
            "Means and variances of so few images are mostly noise (Wu and He, Group Normalization, 2018)."
        case .lastBatchOfOne: "The variance of one image is zero or undefined, and the running statistics take it in."
        case .nothingMoves: "The loss is computed and nothing is learnt from it."
        case .gradientMissing: "What gets no gradient does not learn: it is not used, or something cuts it off."
        case .clippingOutOfPlace: "The step goes along the gradients as they were."
        case .clippingAlwaysBites:
            "Every step has the same length, whatever the gradient says; the rate is not the rate."
        case .clippingNeverBites: "A gradient a hundred times too large would still pass."
        case .lossFarFromChanceAtStart:
            "A network that knows nothing is wrong with confidence: its numbers or its input are far too large."
        case .lossStaysAtChance: "Nothing is learnt: a rate too low, labels that do not belong, or a gradient cut off."
        }
    }

    /// What need not be said any more once this is: its consequences.
    var covers: Set<SetupRule> {
        switch self {
        case .nothingTrainableInOptimizer, .foreignParametersInOptimizer:
            [
                .trainableNotInOptimizer, .frozenHead, .partlyUnfrozenBlock, .bodyRateNotBelowHead, .nothingMoves,
                .gradientsNotZeroed, .gradientMissing, .lossStaysAtChance,
            ]
        case .trainableNotInOptimizer, .frozenHead, .trainingSortedByClass, .evaluationModeWhileTraining,
            .nothingMoves, .lossFarFromChanceAtStart:
            [.lossStaysAtChance]
        case .weightsNeverLoaded: [.bodyRateNotBelowHead, .lossStaysAtChance]
        case .nonFiniteValues:
            [.nothingMoves, .gradientMissing, .lossFarFromChanceAtStart, .clippingAlwaysBites, .imagesScaledWrong]
        case .nothingToTrainOn: [.trainingSortedByClass, .lastBatchOfOne, .scheduleDoesNotFitRun]
        case .classListsDiffer, .labelsOutOfRange: [.headDoesNotFitClasses]
        case .headDoesNotFitClasses: [.lossFarFromChanceAtStart]
        case .testSetUsedToChoose: [.sameImagesInTwoParts]
        case .imagesScaledWrong:
            [
                .normalisedUnlikeWeights, .channelsSwapped, .lossFarFromChanceAtStart, .lossStaysAtChance,
                .clippingAlwaysBites,
            ]
        case .channelsSwapped: [.normalisedUnlikeWeights]
        case .probabilitiesInCrossEntropy, .lossNotAveraged, .gradientsNotZeroed:
            [.lossFarFromChanceAtStart, .lossStaysAtChance, .clippingAlwaysBites, .clippingNeverBites]
        case .trainingModeWhileEvaluating: [.gradientsWhileEvaluating]
        case .batchTooSmallForBatchNorm: [.lastBatchOfOne]
        case .gradientMissing: [.lossStaysAtChance]
        case .clippingOutOfPlace: [.clippingNeverBites]
        default: []
        }
    }
}
