import Layers
import Tensors

/// Heads in common use: what makes logits of a network's features. Any module may be one, such as a `Sequential` of
/// one's own layers.
///
/// Those with a pooling want feature maps, as ``CutModel`` has them: `[batch, channels, height, width]`. Their weights
/// start as PyTorch's; ``Layers/Module/initialiseAsInFastai()`` is the other choice.
public enum Head {
    /// Dropout and a linear layer, for features `[batch, features]`: it fits where a network has its own head.
    public static func linear(_ features: Int, classes: Int, dropout: Float) -> Sequential {
        Sequential(Dropout(dropout), Linear(features, classes))
    }

    /// The mean of each channel, dropout and a linear layer.
    public static func meanPooling(_ channels: Int, classes: Int, dropout: Float = 0) -> Sequential {
        Sequential(AdaptiveAvgPool2d(), Flatten(), Dropout(dropout), Linear(channels, classes))
    }

    /// The maximum and the mean of each channel, and two linear layers, each behind batch norm and dropout. Defaults as
    /// in fastai's `create_head`.
    ///
    ///     [maximum, mean] → Flatten → BatchNorm1d → Dropout → Linear → ReLU → BatchNorm1d → Dropout → Linear
    ///
    /// Another in common use joins the means first and has wider layers with a bias:
    ///
    ///     Head.concatPooling(
    ///         2208, classes: 102, order: .meanFirst, hidden: 1024, dropout: (0.35, 0.35), bias: true)
    ///
    /// fastai's norms start with a shift of 0.001, which is 0 here as in PyTorch.
    ///
    /// - Parameters:
    ///   - channels: how many the feature maps have; half as many as are behind the pooling.
    ///   - hidden: the width between the two linear layers.
    ///   - bias: whether the linear layers have one. fastai leaves it to the norms.
    public static func concatPooling(
        _ channels: Int, classes: Int, order: AdaptiveConcatPool2d.Order = .maximumFirst, hidden: Int = 512,
        dropout: (first: Float, second: Float) = (0.25, 0.5), bias: Bool = false
    ) -> Sequential {
        Sequential(
            AdaptiveConcatPool2d(order: order), Flatten(),
            BatchNorm1d(2 * channels), Dropout(dropout.first), Linear(2 * channels, hidden, bias: bias), ReLU(),
            BatchNorm1d(hidden), Dropout(dropout.second), Linear(hidden, classes, bias: bias))
    }
}

extension Module {
    /// Fresh weights as fastai gives a new head: linear layers and convolutions Kaiming normal by the fan-in, their biases
    /// zero, norms untouched.
    @discardableResult
    public func initialiseAsInFastai() -> Self {
        initialise(convolution: kaimingNormalFanIn, linear: kaimingNormalFanIn)
        return self
    }
}
