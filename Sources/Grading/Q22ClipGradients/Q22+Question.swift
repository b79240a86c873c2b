extension Question {
    /// Clip gradients.
    public static let q22 = Question(
        number: 22, folder: "Q22ClipGradients", title: "Clip gradients", chapter: "07-training.md", points: 8,
        hints: [
            "There is one norm, not one for each tensor, and one factor for all. When do the gradients of a batch exist, and when have they been used up?",
            "First go through all gradients and add up the squares of all their numbers; the norm is the root of that one sum. If it exceeds the limit, go through them a second time and multiply each by limit / norm. In the step, this belongs between `backward()` and `step()`.",
            "`sum(gradient * gradient).item` adds up the squares of one gradient, and `parameter.grad` may be replaced: `parameter.grad = parameter.grad.map { $0 * (maxNorm / norm) }`, only if `norm > maxNorm`. In the step: zeroGrad, loss, backward, clip `optimizer.parameters`, step; return the norm that clipping gave you.",
        ],
        misconceptions: [
            Q22.afterStep, Q22.beforeBackward, Q22.perTensor, Q22.byValue, Q22.weightsClipped, Q22.scaledUp,
            Q22.normAfter, Q22.normsAdded, Q22.rootForgotten, Q22.oldCounted, Q22.leftUnclipped, Q22.moreThanHeld,
        ])
}

enum Q22 {
    static let afterStep = Misconception(
        "clipped after the step",
        "The optimizer had used the gradients already when they were clipped, so the step was as long as ever: clip between backward and step.",
        rule: .clippingOutOfPlace)
    static let beforeBackward = Misconception(
        "clipped before backward",
        "Before backward there are no gradients of this batch, so nothing was clipped, or an earlier batch was: clip between backward and step.",
        rule: .clippingOutOfPlace)
    static let perTensor = Misconception(
        "clipped per tensor",
        "A limit for each tensor shortens large ones and leaves small ones, which turns the step into another direction: take one norm over all of them and one factor."
    )
    static let byValue = Misconception(
        "clipped by value",
        "Cutting each number off at the limit turns the step into another direction and does not bound its length: multiply all by one factor."
    )
    static let weightsClipped = Misconception(
        "weights clipped instead",
        "Clipping is about the length of a step, so it changes gradients. Scaling the weights themselves down throws away what they have learned."
    )
    static let scaledUp = Misconception(
        "small gradients scaled up",
        "The limit is an upper one. Gradients shrink as training settles, and stretching them back to the limit keeps it from settling: the factor is never above 1."
    )
    static let normAfter = Misconception(
        "norm after clipping returned",
        "After clipping, the norm never exceeds the limit and says nothing. The one before tells you how often and how hard you clip."
    )
    static let normsAdded = Misconception(
        "norms added up",
        "The norm of all gradients together is the root of the sum of all squares. The norms of the tensors, added up, are more than that."
    )
    static let rootForgotten = Misconception(
        "root forgotten",
        "The sum of the squares is the norm times itself: take the root before you compare it with the limit."
    )
    static let oldCounted = Misconception(
        "gradients of earlier steps counted in",
        "`backward` adds to the gradients that are there: forget them before each backward pass, as in every training step."
    )
    static let leftUnclipped = Misconception(
        "gradients left unclipped",
        "The norm is right, and the gradients are as long as before: scaling makes a new tensor, and `parameter.grad` has to be set to it."
    )
    static let moreThanHeld = Misconception(
        "more gradients than the optimizer's",
        "Only what the optimizer holds takes the step, so only that counts in its length: clip `optimizer.parameters`, not the model's."
    )
}
