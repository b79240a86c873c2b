import Checks

/// An array of single-precision numbers that remembers how it was computed.
///
/// A tensor has a shape, such as `[batch, channels, height, width]`, and a place in the graph of computations: ask
/// the loss for ``backward(_:)`` and every leaf with ``requiresGrad`` receives its gradient in ``grad``.
/// Operations never change their inputs. Tensors are not `Sendable`: one thread computes with them.
public class Tensor {
    /// The size of each axis. A single number has the shape `[]`.
    public let shape: [Int]
    /// The gradient that ``backward(_:)`` has added up here, of the same shape; `nil` when none ever arrived.
    public var grad: Tensor? {
        didSet {
            guard let grad else { return }
            require(
                grad.shape == shape, "grad: a tensor of shape \(shape) cannot have a gradient of shape \(grad.shape)")
        }
    }

    let layout: Layout
    private(set) var storage: Storage
    /// The operation that computed this tensor; `nil` for a leaf.
    private(set) var node: Node?
    private var isLeafTracked = false

    init(shape: [Int], layout: Layout, storage: Storage, node: Node? = nil) {
        self.shape = shape
        self.layout = layout
        self.storage = storage
        self.node = node
    }

    /// Whether gradients are wanted here. May be set on leaves only: a computed tensor needs one if an input does.
    public var requiresGrad: Bool {
        get { isLeafTracked || node != nil }
        set {
            require(node == nil, "requiresGrad: only leaves can be switched; this tensor was computed from others")
            isLeafTracked = newValue
        }
    }

    /// Whether this tensor was given, not computed.
    public var isLeaf: Bool { node == nil }

    /// How many numbers it has: the product of the shape.
    public var count: Int { shape.reduce(1, *) }

    /// How many axes it has.
    public var rank: Int { shape.count }

    /// The same numbers, cut off from the graph. Both share one storage.
    public func detached() -> Tensor { Tensor(shape: shape, layout: layout, storage: storage) }

    /// Whether no other tensor shares the storage.
    func ownsItsNumbers() -> Bool { isKnownUniquelyReferenced(&storage) }

    /// Goes up with every change in place, also through another tensor with the same storage, so that backward notices
    /// when a saved value is no longer there.
    var version: Int { storage.version }

    func noteChange() { storage.version += 1 }

    /// Hands over the graph behind a tensor that is about to go.
    func releaseNode() -> Node? {
        defer { node = nil }
        return node
    }
}
