import TrainingCore

/// What is done against fitting the training images too well.
enum Regularisation: String, CaseIterable {
    /// Nothing: the training that all others differ from in one thing.
    case none
    /// A decay of the weights as it is usual; norms and biases have none.
    case weakDecay = "decay 0.01"
    /// A hundred times that.
    case strongDecay = "decay 1"
    /// The same, for norms and biases too.
    case strongDecayOfAll = "decay 1 of all"
    /// Half of the features left out at random before the head.
    case dropout = "dropout 0.5"
    /// A tenth of the target spread over all classes.
    case smoothing = "label smoothing"
    /// Learning from mixtures of two images.
    case mixup
    /// The end as soon as the validation loss has not fallen for a quarter of the epochs, and the weights of the best.
    case earlyStopping = "early stopping"

    /// What a sentence calls it.
    var inWords: String {
        switch self {
        case .none: "nothing"
        case .weakDecay: "a weight decay of 0.01"
        case .strongDecay: "a decay of 1"
        case .strongDecayOfAll: "a decay of 1 of norms and biases too"
        case .dropout: "dropout in the head"
        case .smoothing, .mixup, .earlyStopping: rawValue
        }
    }

    /// The decay of the weights in AdamW.
    var decay: Float {
        switch self {
        case .weakDecay: 0.01
        case .strongDecay, .strongDecayOfAll: 1
        default: 0
        }
    }

    /// Puts a dropout before the head of the small ResNet where that is what is tried.
    func change(_ model: Module) {
        guard self == .dropout, let network = model as? ResNet else { return }
        network.fc = Sequential(Dropout(0.5), network.fc)
    }

    /// What is to become small.
    func loss(_ logits: Tensor, _ labels: [Int]) -> Tensor {
        crossEntropy(logits, labels, labelSmoothing: self == .smoothing ? 0.1 : 0)
    }
}
