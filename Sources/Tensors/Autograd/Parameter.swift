/// A leaf tensor that a model learns. It wants a gradient until it is frozen.
///
/// Parameters are told apart by identity: two with equal values are two. The numbers change in place, so an
/// optimizer that holds the parameter and the model that uses it always see the same ones.
public final class Parameter: Tensor {
    /// A trainable parameter that starts with a copy of `values`.
    public convenience init(_ values: Tensor) {
        self.init(uninitialized: values.shape)
        fill(reordering: values)
        requiresGrad = true
    }
}
